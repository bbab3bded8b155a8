"""By whom a message was brought to the door: kept with what the door refuses, so that it may do no more when
it is run again than it might then.
"""

from adapters.kafka.records import Headers, Incoming, Record, encoded, text_of
from adapters.messages.judgement import Context

SPEAKS_FOR = "plo-speaks-for"
HISTORIE = "plo-historie"


def carried(context: Context) -> Headers:
    """Level-1 HER-ids that the carrier may speak for, with commas, and whether it brings a backlog."""
    if context.speaks_for is None:
        return ()
    hers = ",".join(sorted(context.speaks_for))
    return encoded(((SPEAKS_FOR, hers), (HISTORIE, "true" if context.historie else "false")))


def speaks_for(record: Incoming | Record) -> frozenset[str]:
    """For whom its carrier might speak; nobody, where that is not known."""
    return frozenset(filter(None, (text_of(record.headers, SPEAKS_FOR) or "").split(",")))


def is_historie(record: Incoming | Record) -> bool:
    """Whether its carrier brought a backlog."""
    return text_of(record.headers, HISTORIE) == "true"
