"""All that is known of a patient, as rules that look beyond one stay ask for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from consumers.document import Document
from schemas.events import DialogMottatt, InnleggelsesrapportMottatt, TjenestetilbudMottatt

Doc = Document[Any]

BARN: Final = "barn"
"""The part of a message that tells of the patient's children."""


@dataclass(frozen=True, slots=True)
class Known:
    """Documents that are not cancelled, in order of sending; found once for all stays of the patient.

    Attributes:
        documents: all of them.
        innleggelsesrapporter, tjenestetilbud, dialoger: those of one kind.
        om_barn: those of which some version tells of children.
    """

    documents: tuple[Doc, ...] = ()
    innleggelsesrapporter: tuple[Document[InnleggelsesrapportMottatt], ...] = ()
    tjenestetilbud: tuple[Document[TjenestetilbudMottatt], ...] = ()
    dialoger: tuple[Document[DialogMottatt], ...] = ()
    om_barn: tuple[Doc, ...] = ()

    @classmethod
    def of(cls, docs: Iterable[Doc]) -> Self:
        """From the documents, in order."""
        every = tuple(docs)
        return cls(
            every,
            tuple([doc for doc in every if doc.latest.type == "innleggelsesrapport_mottatt.v1"]),
            tuple([doc for doc in every if doc.latest.type == "tjenestetilbud_mottatt.v1"]),
            tuple([doc for doc in every if doc.latest.type == "dialog_mottatt.v1"]),
            tuple([doc for doc in every if any([BARN in version.deler for version in doc.versions])]),
        )


NOTHING: Final = Known()
"""Before anything is."""
