"""The messages that wrongs are done to: all official ones, and whole ones of every kind."""

import random
from functools import cache
from itertools import chain

from builders import MEDICINES, apprec_xml, dod_xml, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from whole_heads import id_of
from whole_messages import ROOTS, samples
from xsd_sets import COVERED, REPO

SIGNED = REPO / "tests" / "signatures"
"""Signed messages, and the CA of those who signed."""
OFTEN_SIGNED = 0.08
CHOICES = (0, 1)
"""Of whole messages, two of the ways through what they choose between."""


@cache
def real() -> tuple[bytes, ...]:
    """As real parties write them: official ones, and those of the tests. From all senders that there are."""
    files = [path for folder in COVERED for path in sorted(folder.glob("*.xml"))]
    assert len(files) == sum(COVERED.values()), "the official examples are not beside the project"
    return (
        *(path.read_bytes() for path in files),
        *signed(),
        innlagt_xml(msg_id=id_of("innlagt")),
        utskrevet_xml(msg_id=id_of("utskrevet")),
        dod_xml(msg_id=id_of("dod")),
        rapport_xml(msg_id=id_of("rapport"), text="tekst", attachment="Bilde", medicines=MEDICINES),
        epikrise_xml(msg_id=id_of("epikrise"), document_id=id_of("dokument"), medicines=MEDICINES),
        apprec_xml(id_of("innlagt"), msg_id=id_of("apprec")),
    )


@cache
def corpus() -> tuple[bytes, ...]:
    """All of them, valid; the same each time. Takes the official schemas to make, 40 MB of memory."""
    whole = chain.from_iterable(samples(root, branch) for root in ROOTS for branch in CHOICES)
    return tuple(dict.fromkeys([*real(), *whole]))


@cache
def signed() -> tuple[bytes, ...]:
    """By another implementation than ours, in several ways."""
    return tuple(path.read_bytes() for path in sorted(SIGNED.glob("*.xml")))


def one_of(chance: random.Random) -> bytes:
    """Any of them; a signed one more often than their number is."""
    return chance.choice(signed() if chance.random() < OFTEN_SIGNED else corpus())
