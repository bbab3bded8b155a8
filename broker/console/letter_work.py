"""What the pages of the editor share: the form as it was sent, and nothing without a reason to look."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from adapters.store import case_steps
from adapters.store.cases import Case
from broker import words
from broker.console.desk import desk_of
from broker.console.guard import form_of
from broker.console.letter import page
from broker.console.letter_text import Text, bytes_of, lines, text_of
from broker.console.letters_desk import case_of, kafka_told, letters_of, looking, told
from broker.console.shown import render
from broker.console.who import user_of
from broker.letters import edit
from broker.letters.refused import Refused

LOOK: Final = timedelta(hours=8)
"""How long a look at the content, with its reason, holds."""


@dataclass(frozen=True, slots=True)
class Work:
    """A form of the editor: the case, its content as text, and what has become of it."""

    case: Case
    before: Text
    given: str
    form: dict[str, str]

    @property
    def after(self) -> bytes:
        """What was typed, as bytes. Raises Refused."""
        return bytes_of(self.given, self.before)


def based_on(case: Case) -> str:
    """What an edit begins with; another one when somebody else was there."""
    return case.edited_sha256 or case.sha256


def short(case: Case) -> str:
    """Its short id."""
    return words.shorten("D", [case.dlq_id])[case.dlq_id]


async def ask(request: Request, case: Case, status: int = 200, wrong: str = "") -> Response:
    """The page that asks why; the case's own where nothing can be edited."""
    try:
        edit.editable(case, looking(user_of(request)))
    except Refused as refused:
        return await page(request, case, 422, told(refused))
    return render(request, "letter_ask.html", status, case=case, name=short(case), wrong=wrong)


def editor(request: Request, work: Work, status: int = 200, wrong: str = "") -> Response:
    """The editor with what was typed."""
    return render(
        request,
        "letter_edit.html",
        status,
        case=work.case,
        name=short(work.case),
        before=work.before,
        text=work.given,
        count=work.given.count("\n") + 1,
        base=work.form.get("grunnlag") or based_on(work.case),
        wrong=wrong,
    )


async def work_of(request: Request) -> Work | Response:
    """The form, or what to answer instead: nobody works on what they have not said why they look at."""
    case, form, desk = await case_of(request), await form_of(request), desk_of(request)
    user = user_of(request)
    steps = await case_steps.of(desk.store, case.dlq_id)
    if not any(
        one.what == "sett" and one.who == user.id and one.why and desk.now() - one.at < LOOK for one in steps
    ):
        return await ask(request, case, 403, "Si først hvorfor du skal se på innholdet.")
    try:
        async with kafka_told(desk):
            before = text_of(await edit.content(letters_of(desk), case))
        edit.editable(case, looking(user))
    except Refused as refused:
        return await page(request, case, 422, told(refused))
    return Work(case, before, lines(form.get("innhold", "")), form)
