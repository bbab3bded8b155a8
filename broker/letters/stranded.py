"""A dead letter in words, from its headers alone (deadletters.md §3.5); never anything of its content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from adapters.claimcheck.ticket import REF, size_of
from adapters.kafka.records import Incoming
from broker import words
from broker.letters.told import kind

OURS: Final = "plo-dlq-"

LABELS: Final[Mapping[str, str]] = {
    "id": "id",
    "class": "klasse",
    "code": "kode",
    "apprec": "kode i AppRec",
    "where": "sted",
    "stage": "steg",
    "exception": "feiltype",
    "group": "leser",
    "first-failed-at": "første gang",
    "last-failed-at": "sist",
    "attempts": "forsøk",
    "original-topic": "fra emnet",
    "original-partition": "partisjon",
    "original-offset": "offset",
    "original-timestamp": "skrevet",
    "payload-sha256": "sha256 av innholdet",
    "version": "utgave av plo",
}
"""Header without plo-dlq- -> label, in the order shown."""

OTHERS: Final[Mapping[str, str]] = {
    "plo-msg-id": "MsgId",
    "plo-message-type": "meldingstype",
    "plo-her-sender": "avsender (HER-id)",
    "plo-her-receivers": "mottakere (HER-id)",
    REF: "ligger i lageret som",
}


@dataclass(frozen=True, slots=True)
class Stranded:
    """One dead letter.

    Attributes:
        topic: where the record failed, without .dlt.
        partition, offset: of the dead letter.
        at: when it stranded, UTC.
        reasons: the plo-dlq-* headers, without that prefix.
        about: MsgId and the like, by header.
        size: of its content, in bytes.
    """

    id: str
    topic: str
    partition: int
    offset: int
    at: datetime
    reasons: Mapping[str, str]
    about: Mapping[str, str]
    size: int

    @property
    def kind(self) -> str:
        """The class of failure in words."""
        return kind(self.reasons.get("class", ""))

    @property
    def code(self) -> str:
        return self.reasons.get("code", "")

    def as_row(self) -> dict[str, Any]:
        """One line of --json."""
        place = {"topic": f"{self.topic}.dlt", "partition": self.partition, "offset": self.offset}
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            **place,
            **self.about,
            **self.reasons,
            "bytes": self.size,
        }

    def in_words(self, now: datetime) -> Iterator[tuple[str, str]]:
        """Label and value of everything known, for people."""
        for name, label in OTHERS.items():
            if name in self.about:
                yield label, self.about[name]
        for name, label in LABELS.items():
            if name in self.reasons:
                yield label, _value(name, self.reasons[name], now)
        yield "ligger på", f"{self.topic}.dlt [{self.partition}] @ {words.number(self.offset)}"
        yield "størrelse", words.size(self.size)


def stranded_of(record: Incoming) -> Stranded:
    """Read the headers of a dead letter; those that are no text are left out."""
    names = dict.fromkeys(name for name, _ in record.headers)
    headers = {name: _plain(text) for name in names if (text := record.header(name)) is not None}
    return Stranded(
        id=headers.get(f"{OURS}id", ""),
        topic=record.topic.removesuffix(".dlt"),
        partition=record.partition,
        offset=record.offset,
        at=datetime.fromtimestamp(max(record.timestamp_ms, 0) / 1000, UTC),
        reasons={name.removeprefix(OURS): text for name, text in headers.items() if name.startswith(OURS)},
        about={name: headers[name] for name in OTHERS if name in headers},
        size=size_of(record),
    )


def _plain(text: str) -> str:
    """Without what could command a terminal: others may write to our topics."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def begins(record: Incoming, prefix: str) -> bool:
    """Whether the id of a dead letter begins so: D-1A2B, 1a2b, or the whole id."""
    digits = prefix.lower().removeprefix("d-").replace("-", "")
    return bool(digits) and (record.header(f"{OURS}id") or "").replace("-", "").startswith(digits)


def _value(name: str, text: str, now: datetime) -> str:
    """Times as people read them, the rest as it is."""
    if not name.endswith("-at") and name != "original-timestamp":
        return text
    try:
        return words.moment(datetime.fromisoformat(text), now)
    except ValueError:
        return text
