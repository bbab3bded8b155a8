"""What a caller is told, over HTTP or beside a refused file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from adapters.errors import Problem
from adapters.receive import Receipt

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response."""

    status: int
    body: bytes = b""
    content_type: bytes = b""
    headers: Headers = ()


def rows_of(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON has them."""
    return [problem.as_row() for problem in problems]


def problem(status: int, title: str, *problems: Problem, headers: Headers = ()) -> Answer:
    """A refusal in words (RFC 9457), with the places in the message where there are any."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if problems:
        body["problems"] = rows_of(problems)
    return Answer(status, orjson.dumps(body), b"application/problem+json", headers)


def answer_of(receipt: Receipt) -> Answer:
    """The response a receipt deserves: an AppRec, nothing to say, or why there is no AppRec."""
    if receipt.apprec:
        return Answer(200, receipt.apprec, b"application/xml; charset=utf-8")
    if receipt.verdict == "godtatt":
        return Answer(202)
    if receipt.verdict == "forbudt":
        return problem(403, "Nøkkelen kan ikke sende for denne avsenderen.", *receipt.problems)
    return problem(400, "Meldingen kan ikke leses, eller ingen kan kvittere for den.", *receipt.problems)


def too_large(most: int) -> Problem:
    return Problem("xml.too_large", "T99", f"Filen er større enn grensen på {most} byte, og er ikke lest.")


def problems_as_json(*problems: Problem) -> bytes:
    """What was wrong, for the file beside a refused one."""
    return orjson.dumps(rows_of(problems), option=orjson.OPT_INDENT_2)
