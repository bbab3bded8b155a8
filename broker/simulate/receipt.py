"""AppRecs of the other side, 1.0 and 1.1 (apprec.md §2 and §3)."""

from datetime import datetime
from typing import Final, NamedTuple

from broker.simulate.draft import Draft
from broker.simulate.head import DECLARATION, Party, moment
from schemas.codes import APPREC_FEIL, APPREC_FEIL_OID


class _Form(NamedTuple):
    namespace: str
    mig: str
    sender: str
    receiver: str


FORMS: Final = {
    "1.0": _Form("http://www.kith.no/xmlstds/apprec/2004-11-21", "1.0 2004-11-21", "SPR", "RECEIVER"),
    "1.1": _Form("http://www.kith.no/xmlstds/apprec/2012-02-15", "v1.1 2012-02-15", "PRIM", "AVS"),
}
OLD: Final = frozenset({"DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_AVVIK", "EPJ-EKSTRAKT"})
"""Types that are answered with AppRec 1.0."""
NEW: Final = frozenset({"DIALOG_HELSEFAGLIG", "EPIKRISE"})
"""Types that are answered with AppRec 1.1, whatever the version of PLO."""


def receipt_xml(
    draft: Draft, who: Party, msg_id: str, sent: datetime, errors: tuple[str, ...] = (), version: str = ""
) -> bytes:
    """The AppRec of `who` to a message; refused with any errors (8221)."""
    is_old = draft.kind in OLD or (draft.version == "1.5" and draft.kind not in NEW)
    form = FORMS[version or ("1.0" if is_old else "1.1")]
    status = "2" if errors else "1"
    faults = "".join(
        f'<Error V="{code}" S="{APPREC_FEIL_OID}" DN="{APPREC_FEIL.get(code, code)}"/>' for code in errors
    )
    return (
        f'{DECLARATION}<AppRec xmlns="{form.namespace}"><MsgType V="APPREC" DN="Applikasjonskvittering"/>'
        f"<MIGversion>{form.mig}</MIGversion><GenDate>{moment(sent)}</GenDate><Id>{msg_id}</Id>"
        f'<Sender><Role V="{form.sender}"/>{_hcp(who)}</Sender>'
        f'<Receiver><Role V="{form.receiver}"/>{_hcp(draft.sender)}</Receiver><Status V="{status}"/>{faults}'
        f'<OriginalMsgId><MsgType V="{draft.kind}"/><IssueDate>{moment(draft.at)}</IssueDate>'
        f"<Id>{draft.msg_id}</Id></OriginalMsgId></AppRec>\n"
    ).encode()


def _hcp(party: Party) -> str:
    level = "HCPerson" if party.is_doctor else "Dept"
    below = f"<{level}>{_named(party.service, party.service_her)}</{level}>"
    return f"<HCP><Inst>{_named(party.name, party.her)}{below}</Inst></HCP>"


def _named(name: str, her: str) -> str:
    return f'<Name>{name}</Name><Id>{her}</Id><TypeId V="HER" DN="HER-id"/>'
