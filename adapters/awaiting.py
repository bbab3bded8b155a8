"""Whose AppRec a message that we took over is waiting for: those who are not ours (apprec.md §6)."""

from adapters.messages.circumstances import is_silent
from adapters.messages.judge import Judgement
from adapters.messages.judgement import Case
from adapters.messages.receivers import others
from adapters.store.answers import Awaited, Exchange


def awaited_of(judgement: Judgement) -> tuple[Awaited, ...]:
    """What is to be answered, by receiver; nothing of a backlog, whose AppRecs went another way."""
    case = judgement.case
    if case is None or judgement.verdict != "godtatt" or case.context.historie:
        return ()
    waited = others(case)  # nearly always nobody
    if not waited or is_silent(case):
        return ()
    sent_at = case.envelope.sent_at or case.context.received_at
    return tuple(
        Awaited(
            Exchange(judgement.msg_id, judgement.sender, party.her, party.address.service or ""),
            judgement.message_type,
            _document_id(case),
            sent_at,
        )
        for party in waited
    )


def by_document_of(judgement: Judgement) -> tuple[Awaited, ...]:
    """Those of an epikrise, which an AppRec 1.0 may call by its document (apprec.md §3)."""
    if judgement.message_type != "EPIKRISE":
        return ()
    return tuple(one for one in awaited_of(judgement) if one.document_id)


def _document_id(case: Case) -> str:
    """ServProvId of an epikrise (messages.md §5); in other messages the series has another meaning."""
    return (case.envelope.conversation_id or "") if case.kind.message_type == "EPIKRISE" else ""
