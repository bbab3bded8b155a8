"""What the consumer of a dead letter would find wrong with it now. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pydantic import ValidationError

from adapters.carried import is_historie, speaks_for
from adapters.errors import Problem, Problems
from adapters.kafka.bad import in_json
from adapters.kafka.records import Incoming, Record
from adapters.messages.judge import judge
from adapters.messages.judgement import Context
from adapters.store.cases import Case
from consumers import detect, route
from schemas.topics import source_of


def faults(case: Case, record: Record, content: bytes, context: Context) -> Problems:
    """All that is known to be wrong, in the words of the consumer that would read it; safe in any thread."""
    look = READS.get(case.reader)
    return look(case, record, content, context) if look else ()


def at_the_door(case: Case, record: Record, content: bytes, context: Context) -> Problems:
    """As the door judges it, for who brought it."""
    by = replace(context, speaks_for=speaks_for(record), historie=is_historie(record))
    judged = judge(content, by)
    return judged.problems


def as_event(case: Case, record: Record, content: bytes, context: Context) -> Problems:
    """As `detect` reads it."""
    return _json(lambda: detect.row_of(_incoming(record, content)))


def as_routed(case: Case, record: Record, content: bytes, context: Context) -> Problems:
    """As `route` reads it."""
    return _json(lambda: route.addressees(_incoming(record, content)))


Look = Callable[[Case, Record, bytes, Context], Problems]
WORDS: Mapping[str, str] = {
    "json_invalid": "Posten er ikke JSON.",
    "key": "Posten er om en annen pasient enn den som strandet.",
    "plo-enc": "Posten er kryptert på en måte vi ikke kjenner.",
    "record": "Posten mangler nøkkel, innhold eller ce_id.",
}
"""What our consumers say of a record that they do not take."""
READS: Mapping[str, Look] = {"receive": at_the_door, "detect": as_event, "route": as_routed}
"""Consumer -> how it would look at a record."""


def _incoming(record: Record, content: bytes) -> Incoming:
    return Incoming(source_of(record.topic), 0, 0, 0, record.key, content, record.headers)


def _json(read: Callable[[], object]) -> Problems:
    """Where in the JSON, and what kind of fault; never what stands there."""
    try:
        read()
    except ValidationError as wrong:
        found = wrong.errors(include_input=False, include_url=False, include_context=False)
        return tuple(_problem(in_json(one["loc"]), str(one["type"])) for one in found)
    except ValueError as wrong:
        return (_problem("", str(wrong)),)
    return ()


def _problem(path: str, kind: str) -> Problem:
    where = f" i «{path}»" if path else ""
    text = WORDS.get(kind, f"Posten kan ikke leses: feil{where} ({kind}).")
    return Problem(f"json.{kind}", "", text, path)
