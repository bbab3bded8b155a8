"""Why an avvik that no longer stands was withdrawn (rules.md §4). Pure."""

from typing import Final

from consumers.evaluate import Evaluation
from consumers.papers import Papers
from consumers.rules import RULES
from consumers.stay import Stay
from schemas.avvik import Standing

KANSELLERT_OPPHOLD: Final = "kansellert_opphold"
RETTET_AV_ENDRING: Final = "rettet_av_endring"
OPPHOLD_ENDRET: Final = "opphold_endret"
FORUTSETNING_BORTE: Final = "forutsetning_borte"

_INNHOLD: Final = frozenset(rule.id for rule in RULES if rule.innhold)


def withdrawal_reason(was: Standing, evaluation: Evaluation) -> str:
    """The reason why `was` is not among what stands now.

    kansellert_opphold: the message that began the stay was cancelled;
    opphold_endret: later evidence gave the stay another id (§12.15);
    rettet_av_endring: a new version of the document is as it should be;
    forutsetning_borte: anything else.
    """
    everything: tuple[Papers, ...] = (*evaluation.stays, *evaluation.loose)
    papers = next((papers for papers in everything if papers.id == was.stay_id), None)
    if papers is None:
        return KANSELLERT_OPPHOLD if _was_cancelled(was, evaluation) else OPPHOLD_ENDRET
    if isinstance(papers, Stay) and papers.kansellert_at:
        return KANSELLERT_OPPHOLD
    newest = {doc.series: doc.latest.msg_id for doc in papers.documents()}
    if was.rule in _INNHOLD and newest.get(was.subject) not in (None, *was.msg_ids):
        return RETTET_AV_ENDRING
    return FORUTSETNING_BORTE


def _was_cancelled(was: Standing, evaluation: Evaluation) -> bool:
    """Its LOG_INNLAGT is cancelled, or everything it rests on is."""
    begun = (was.hospital, was.party, was.stay_from)
    return begun in evaluation.kansellerte_opphold or evaluation.kansellert.issuperset(was.msg_ids)
