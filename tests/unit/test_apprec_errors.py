"""Errors in the AppRecs that we write: code, name and words, and not too many."""

import pytest
from apprecs import envelope, written
from judging import found

from adapters.errors import Problem
from adapters.messages.apprec_write import MOST_ERRORS


def problem(number: int) -> Problem:
    return Problem("xsd.missing", "T02", f'Feil "{number}" & mer.', path="/mh:MsgHead", line=number)


def test_errors() -> None:
    """Each error has its code, the list's name for it, and words that say where."""
    root = written(envelope(), errors=(problem(7), Problem("msgid.not_uuid", "E10", "Ikke UUID.")))
    assert [dict(each.attrib) for each in root.iterfind("{*}Error")] == [
        {
            "V": "T02",
            "S": "2.16.578.1.12.4.1.1.8221",
            "DN": "XML validerer ikke",
            "OT": 'Feil "7" & mer. (/mh:MsgHead, linje 7)',
        },
        {
            "V": "E10",
            "S": "2.16.578.1.12.4.1.1.8221",
            "DN": "Ugyldig meldingsidentifikator",
            "OT": "Ikke UUID.",
        },
    ]


@pytest.mark.parametrize("many", [MOST_ERRORS, MOST_ERRORS + 1, 50])
def test_many_errors(many: int) -> None:
    """An AppRec stays small: what does not fit is counted in its last error."""
    texts = found(written(envelope(), errors=tuple(map(problem, range(1, many + 1)))), "a:Error/@OT")
    assert len(texts) == MOST_ERRORS
    left = many - MOST_ERRORS + 1
    assert texts[-1] == (f"Og {left} feil til." if many > MOST_ERRORS else texts[-1])
    assert ("til." in texts[-1]) is (many > MOST_ERRORS)
