"""What must be looked up: SQLAlchemy Core on SQLite (one machine) and PostgreSQL (several workers).

Statements over many rows are written out and run by `rows`, the one place that knows both dialects: building
them from Core objects, and SQLAlchemy's cursors, cost more than the database did. The rest is plain Core.
"""

from adapters.store.failures import StoreRefused
from adapters.store.migrate import StoreTooNew
from adapters.store.store import Store

__all__ = ["Store", "StoreRefused", "StoreTooNew"]
