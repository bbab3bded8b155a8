"""Dialogmeldinger 1.0 and 1.1, and an EPJ-ekstrakt, from drafts (messages.md §6)."""

from typing import Final

from broker.simulate.draft import Draft
from broker.simulate.head import Head, msghead
from broker.simulate.plo_parts import legemiddel, marked
from schemas.codes import KITH

_DIALOG_10: Final = "http://www.kith.no/xmlstds/dialog/2006-10-11"
_DIALOG_11: Final = "http://www.kith.no/xmlstds/dialog/2013-01-23"
_EPJ: Final = "http://www.kith.no/xmlstds/epj"
_TEXT: Final = "Syntetisk tekst uten innhold."


def dialog_xml(draft: Draft, head: Head) -> bytes:
    """The message, UTF-8; draft.code tells what is asked, or which note it is."""
    is_11 = draft.kind == "DIALOG_HELSEFAGLIG"
    inside = _foresporsel(draft) if draft.kind == "DIALOG_FORESPORSEL" else _notat(draft)
    namespace = _DIALOG_11 if is_11 else _DIALOG_10
    return msghead(draft.kind, head, f'<Dialogmelding xmlns="{namespace}">{inside}</Dialogmelding>')


def _foresporsel(draft: Draft) -> str:
    coded = _code("TypeForesp", draft.code)
    return f"<Foresporsel>{coded}<Sporsmal>{_TEXT}</Sporsmal></Foresporsel>"


def _notat(draft: Draft) -> str:
    text = f"<TekstNotatInnhold>{_TEXT}</TekstNotatInnhold>"
    asked = _foresporsel(draft.above) if draft.kind == "DIALOG_SVAR" and draft.above else ""
    tema = "<Tema>Henvendelse</Tema>"
    return f"<Notat>{_code('TemaKodet', draft.code)}{tema}{text}{asked}</Notat>"


def _code(name: str, coded: str) -> str:
    list_, _, value = coded.partition("/")
    return f'<{name} V="{value}" S="{KITH}{list_}"/>'


def epj_xml(draft: Draft, head: Head) -> bytes:
    """An extract of legemiddelopplysninger: the tree of contents, and the medicines beside it."""
    names = f'xmlns:m1="{_EPJ}/meta/2008-02-20"'
    marks = f'{names} m1:komponenttype="2.16.578.1.12.4.1.6.12.1.0" m1:basiskomponenttype="EPJ ekstrakt"'
    node = f'<Node xmlns="{_EPJ}/EPJEkstrakt/2008-02-20" {marks} komponentID="1"/>'
    listed = "".join(legemiddel(drug, f"{draft.msg_id}/{row}") for row, drug in enumerate(draft.drugs))
    case = marked("epj3:Legemidler", "14.50302.0", listed, "2", "EPJ sak")
    case = case.replace(
        "<epj3:Legemidler ", f'<epj3:Legemidler xmlns:epj3="{_EPJ}/epj3/2008-02-20" {names} ', 1
    )
    whole = msghead(draft.kind, head, node)
    end = b"</Document></MsgHead>"
    more = f'</Document><Document><RefDoc><MsgType V="XML"/><Content>{case}</Content></RefDoc>'
    return whole.replace(end, more.encode() + end)
