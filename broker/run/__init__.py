"""plo run and plo status: the parts of the service, each a process, watched over by one."""

from broker.run.beat import PartStatus
from broker.run.parts import status
from broker.run.supervisor import supervise

__all__ = ["PartStatus", "status", "supervise"]
