"""A case in words: for lists and pages; never anything of its content."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from adapters.store.case_steps import Step
from adapters.store.cases import TIMES, Case
from broker import words

CLASSES: Final[Mapping[str, str]] = {
    "TRANSIENT_INFRA": "Ute av drift for lenge",
    "PERMANENT_FORMAT": "Feil form",
    "PERMANENT_RULE": "Bryter en regel",
    "SECURITY": "Ikke lov",
    "BUG": "Feil hos oss",
}
"""Class of failure -> what a person calls it."""

STATES: Final[Mapping[str, str]] = {
    "apen": "● åpen",
    "kjores": "◐ kjøres på nytt",
    "feilet": "✕ feilet igjen",
    "parkert": "✕ parkert",
    "lost": "✓ løst",
    "forkastet": "– forkastet",
}
"""Sign and word of each state."""

STEPS: Final[Mapping[str, str]] = {
    "strandet": "strandet",
    "rettet": "rettet",
    "angret": "rettelsen tatt tilbake",
    "kjort": "kjørt på nytt",
    "lost": "løst",
    "feilet": "feilet igjen",
    "parkert": "feilet igjen, parkert",
    "forkastet": "forkastet",
    "sett": "innholdet sett",
    "eksportert": "eksportert",
}

READERS: Final[Mapping[str, str]] = {
    "receive": "mottaket (receive)",
    "detect": "avdekkingen (detect)",
    "route": "videresendingen (route)",
}


def kind(error_class: str) -> str:
    """The class of failure in words."""
    return CLASSES.get(error_class, error_class or "Ukjent grunn")


def as_row(case: Case) -> dict[str, Any]:
    """One line of --json."""
    times = {name: getattr(case, name).isoformat() for name in TIMES}
    rest = {name: value for name, value in case._asdict().items() if name not in ("dlq_id", "size")}
    return {"id": case.dlq_id, **rest, **times, "bytes": case.size}


def step_row(step: Step) -> dict[str, Any]:
    """One step, for programs."""
    return {**step._asdict(), "at": step.at.isoformat()}


def in_words(case: Case, now: datetime) -> Iterator[tuple[str, str]]:
    """Label and value of everything known, for people."""
    yield "tilstand", STATES[case.state]
    yield from _about(case)
    yield "første gang", words.moment(case.first_failed_at, now)
    yield "sist", words.moment(case.last_failed_at, now)
    yield "forsøk", words.number(case.attempts)
    if case.replay_n:
        failed = f", feilet {words.number(case.failures)}" if case.failures else ""
        yield "kjørt på nytt", f"{words.counted(case.replay_n, 'gang', 'ganger')}{failed}"
    if case.record_offset >= 0:
        yield "fra", f"{case.topic} [{case.partition_no}] @ {words.number(case.record_offset)}"
    letter = f"[{case.letter_partition}] @ {words.number(case.letter_offset)}"
    yield "ligger på", f"{case.topic}.dlt {letter}"
    yield "størrelse", words.size(case.size)
    yield "sha256 av innholdet", case.sha256
    if case.edited_sha256:
        yield "sha256 av det rettede", case.edited_sha256
    yield "id", case.dlq_id


def _about(case: Case) -> Iterator[tuple[str, str]]:
    rows = {
        "MsgId": case.msg_id,
        "meldingstype": case.message_type,
        "avsender (HER-id)": case.sender,
        "kode": case.code,
        "kode i AppRec": case.apprec,
        "sted": case.place,
        "stoppet hos": READERS.get(case.reader, case.reader),
    }
    yield from ((label, text) for label, text in rows.items() if text)


def steps_in_words(steps: list[Step], now: datetime) -> Iterator[str]:
    """What was done, one line each."""
    for one in steps:
        time = f" nr. {one.mark}" if one.what == "kjort" else ""
        why = f": {one.why}" if one.why else ""
        yield f"{words.short_moment(one.at, now)}  {STEPS[one.what]}{time}, {one.who or 'ukjent'}{why}"
