"""Where a canary can sit in a message: messages of ours and the official ones, and an agreement on them."""

from functools import cache
from uuid import uuid4

from builders import apprec_xml, dod_xml, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from canaries import NAME, Place, places, put, tree
from judging import AGREEMENT, EXAMPLE_RECEIVERS, EXAMPLES, judged

from adapters.messages.namespaces import plo, plo_20
from schemas.agreements import Agreement, Part

SENDERS = ("59", "9144900", "91439")
PARTS = (
    *AGREEMENT.parts,
    *(Part(her, f"Part {her}", "helseforetak", egen=True) for her in SENDERS),
    *(Part(her, f"Part {her}", "kommune", egen=True, kommunenr="5501") for her in EXAMPLE_RECEIVERS[1:]),
)
ALL = Agreement(parts=tuple({part.her: part for part in PARTS}.values()))
OWN = (
    innlagt_xml(),
    utskrevet_xml(),
    dod_xml(),
    rapport_xml(text="Bruker Eksemplin", attachment="medisinliste"),
    epikrise_xml(text="Bruker Eksemplin", document_id="77"),
    innlagt_xml(conversation=(str(uuid4()), str(uuid4())), copies=("90301",)),
    apprec_xml(status="2", errors=("E36",)),
)
CORPUS = (*OWN, *(path.read_bytes() for path in EXAMPLES))


def new_places() -> list[list[Place]]:
    """For each message the places whose kind no message before it had."""
    seen: set[tuple[object, object]] = set()
    found = []
    for raw in CORPUS:
        new = [p for p in places(tree(raw)) if (p.kind, p.attribute) not in seen]
        seen.update((place.kind, place.attribute) for place in new)
        found.append(new)
    return found


NEW = new_places()


@cache
def is_free(kind: tuple[str, ...], attribute: str | None) -> bool:
    """Whether a canary in such a place leaves the message as acceptable as it was, where the first one is."""
    number, place = next(
        (n, p) for n, new in enumerate(NEW) for p in new if (p.kind, p.attribute) == (kind, attribute)
    )
    raw = CORPUS[number]
    before, after = (
        judged(put(raw, NAME, *chosen, keep_id=True), agreement=ALL) for chosen in ((), (place,))
    )
    return (before.verdict, before.problems) == (after.verdict, after.problems)


def as_plo20(raw: bytes) -> bytes:
    """A Pasientlogistikk as of version 2.0, which is switched off: refused by name."""
    return raw.replace(plo("Pasientlogistikk").encode(), plo_20("Pasientlogistikk").encode())


def addressed(raw: bytes) -> list[Place]:
    """The free places of a message, less the ids by which its sender and receiver are known."""
    free = [place for place in places(tree(raw)) if is_free(place.kind, place.attribute)]
    ids = ("}Sender", "}Receiver", "}ServProvider", "}Requester")
    return [
        place
        for place in free
        if not (place.kind[-1].endswith("}Id") and any(tag.endswith(ids) for tag in place.kind))
    ]
