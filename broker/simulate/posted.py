"""A case as files: its messages and their AppRecs in XML, when each came, and the truth about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from broker.simulate.case import Case
from broker.simulate.draft import Answer, Draft
from broker.simulate.head import Party
from broker.simulate.receipt import receipt_xml
from broker.simulate.world import SILENT
from broker.simulate.write import came, xml_of

SOON: Final = timedelta(seconds=20)
"""How long a message and its AppRec take."""
REPEATED: Final = 0.02
"""Share of the messages that come twice."""
MIXED: Final = 0.3
"""Share of the stays whose messages are read in no order."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One message as it came.

    Attributes:
        name: of its file.
        at: when it came, UTC.
    """

    name: str
    at: datetime
    xml: bytes = field(repr=False)


def posted(case: Case) -> list[Posted]:
    """All messages of a case, as they are to be read."""
    found: list[tuple[datetime, str, bytes]] = []
    for name, draft in case.drafts.items():
        found.append((came(draft) + SOON, name, xml_of(draft, case.patient)))
        found += _receipts(case, name, draft)
    for draft, who, at, errors in case.extra:
        found.append((at, "apprec-2", _receipt(case, draft, who, "2", at, Answer(SOON, errors))))
    found.sort(key=lambda one: one[:2])
    found += [one for one in found if case.some(REPEATED)]
    if case.some(MIXED):
        case.chance.shuffle(found)
    return [
        Posted(f"{case.name}-{row:03}-{name}.xml", at, xml) for row, (at, name, xml) in enumerate(found, 1)
    ]


def truth(case: Case) -> dict[str, Any]:
    """What must be found of a case, for truth.json."""
    wrong: list[dict[str, Any]] = [
        {"rule": one.rule, "messages": _series(case, one.about)} for one in case.wrong
    ]
    return {
        "stay": case.name,
        "story": case.story,
        "kommune": case.kommune.her,
        "hospital": case.hospital.her,
        "messages": sorted(draft.msg_id for draft in case.drafts.values()),
        "avvik": sorted(wrong, key=lambda one: (one["rule"], one["messages"])),
    }


def _series(case: Case, about: Draft | None) -> list[str]:
    """The MsgIds of a message and of its later versions."""
    if about is None:
        return []
    drafts = case.drafts.values()
    return sorted(one.msg_id for one in drafts if one.kind == about.kind and one.first is about.first)


def _receipts(case: Case, name: str, draft: Draft) -> list[tuple[datetime, str, bytes]]:
    """The AppRecs of all receivers that give any."""
    found = []
    for who in (draft.receiver, *draft.copies):
        answer = draft.answers.get(who.her, Answer(SOON))
        if who.her not in SILENT and answer:
            at = came(draft) + SOON + answer.after
            xml = _receipt(case, draft, who, name, at, answer)
            found.append((at + SOON, f"{name}-apprec-{who.her}", xml))
    return found


def _receipt(case: Case, draft: Draft, who: Party, name: str, at: datetime, answer: Answer) -> bytes:
    msg_id = case.msg_id(f"apprec/{draft.msg_id}/{name}/{who.her}")
    return receipt_xml(draft, who, msg_id, at, answer.errors, answer.version)
