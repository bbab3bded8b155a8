"""The demo: sample traffic through the whole service, and a table of what comes of it."""

from broker.demo.place import demo_environment, demo_settings
from broker.demo.show import show

__all__ = ["demo_environment", "demo_settings", "show"]
