"""What would be answered to each of some messages, without sending them: the work behind plo check."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapters.errors import Problem, Rejected
from adapters.messages.circumstances import is_silent
from adapters.messages.envelope import reference
from adapters.messages.judge import judge
from adapters.messages.judgement import Context, Judgement
from broker.cli.check.checked import Checked
from broker.cli.check.comparing import Official
from broker.cli.files import UNREADABLE
from broker.message_source import Source
from schemas.agreements import Agreement, Part


def check_all(
    sources: Iterable[Source], context: Context, official: Official | None = None, *, apprecs: bool = False
) -> Iterator[Checked]:
    """The verdict on each message, in order, as soon as it is known.

    official: the schemas to compare with; apprecs: whether to make the AppRecs too.
    """
    for source in sources:
        try:
            raw = source.content(context.max_bytes)
        except OSError:
            yield _unread(source.name, UNREADABLE)
        except Rejected as rejected:
            yield _unread(source.name, *rejected.problems)
        else:
            checked = _checked(source.name, judge(raw, context))
            if apprecs and checked.answered:
                checked = replace(checked, apprecs=_apprecs(raw, context))
            if official is not None:
                checked = replace(checked, comparison=official.compare(raw, context))
            yield checked


def _checked(file: str, judged: Judgement) -> Checked:
    case = judged.case
    answered = judged.verdict in ("godtatt", "avvist") and not (case and is_silent(case))
    msg_id = reference(case.envelope.msg_id) or "" if case else judged.msg_id
    return Checked(
        file,
        judged.verdict == "godtatt",
        answered,
        judged.message_type,
        judged.version,
        msg_id,
        judged.problems,
    )


def _apprecs(raw: bytes, context: Context) -> tuple[bytes, ...]:
    """What our own parties among the receivers would send; where none is ours, what the first would."""
    whole = replace(context, verdict_only=False)
    judged = judge(raw, whole)
    if not judged.receipts and judged.receivers:
        agreement = _as_own(context.agreement, judged.receivers[0])
        judged = judge(raw, replace(whole, agreement=agreement))
    return tuple(receipt.xml for receipt in judged.receipts)


def _as_own(agreement: Agreement, her: str) -> Agreement:
    """The agreement of a broker that answers for this party."""
    part = replace(agreement.part(her) or Part(her, her, "ukjent"), egen=True)
    others = tuple(other for other in agreement.parts if other.her != her)
    return replace(agreement, parts=(part, *others))


def _unread(file: str, *problems: Problem) -> Checked:
    return Checked(file, False, False, "", "", "", problems)
