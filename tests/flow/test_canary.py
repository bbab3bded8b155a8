"""Nothing a message says comes out of the XML: not in keys, headers, events, avvik, logs, metrics, answers.

Through the real door, with a real store and the real consumers; only Kafka is a fake.
"""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from builders import ILL, innlagt_xml
from canaries import CANARIES, NAME, NUMBER, Canary, places, put, tree
from canary_line import Line, silent, status_of, whole_line
from canary_places import CORPUS, NEW, addressed, as_plo20, is_free
from logged import logged

from schemas.events import HENDELSER, MeldingAvvist


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the service logs, as it logs it, our own words and those of libraries."""
    with logged() as told:
        yield told


@pytest.fixture
async def line(tmp_path: Path, lines: io.StringIO) -> AsyncIterator[Line]:
    async with whole_line(tmp_path, lines) as made:
        yield made


@pytest.mark.parametrize("number", [number for number, new in enumerate(NEW) if new])
async def test_one_place_at_a_time(line: Line, number: int) -> None:
    """Each text and attribute alone, as a name and as a number, in a message that is otherwise good."""
    for place in NEW[number]:
        for canary in (NAME, NUMBER):
            await line.post(put(CORPUS[number], canary, place))
    await silent(line)


async def test_all_places_at_once(line: Line) -> None:
    """Every text and attribute of every message, and all but those without which it is refused."""
    answers = set()
    for raw in CORPUS:
        every = places(tree(raw))
        free = [place for place in every if is_free(place.kind, place.attribute)]
        assert len(free) > 10
        for canary in CANARIES:
            answers.add(await status_of(line, put(raw, canary, *every)))
            answers.add(await status_of(line, put(raw, canary, *free)))
            answers.add(await status_of(line, put(raw, canary, *addressed(raw))))
    for canary in CANARIES:
        raw = put(CORPUS[0], canary, *addressed(CORPUS[0]))
        answers.add(await status_of(line, as_plo20(raw)))
    assert answers >= {(200, False), (200, True), (202, False), (400, False)}
    await silent(line)


@pytest.mark.parametrize("canary", CANARIES, ids=("name", "number", "sentence"))
async def test_every_verdict(line: Line, canary: Canary) -> None:
    """godtatt, avvist (T02, T10, E10, E36), ulesbar, forbudt and conflict, each full of canaries."""
    raw = CORPUS[0]
    taken, misspelt, cut = (put(raw, canary, *addressed(raw)) for _ in range(3))
    msg_id = [place for place in places(tree(raw)) if place.kind[-1].endswith("}MsgId")]
    unknown = innlagt_xml(patient=ILL["nonsense"])
    all_but_patient = [place for place in addressed(unknown) if "Patient" not in "".join(place.kind[:3])]
    sent = (
        (taken, "alle", 200, "1"),
        (misspelt.replace(b"MsgInfo>", b"Info>"), "alle", 400, ""),
        (misspelt.replace(b"MIGversion>", b"Version>"), "alle", 200, "T02"),
        (as_plo20(put(raw, canary, *addressed(raw))), "alle", 200, "T10"),
        (put(raw, canary, *addressed(raw), *msg_id), "alle", 200, "E10"),
        (put(unknown, canary, *all_but_patient), "alle", 200, "E36"),
        (cut[:-30], "alle", 400, ""),
        (put(raw, canary, *addressed(raw)), "ingen", 403, ""),
        (taken + b"<!-- -->", "alle", 200, "E10"),
        (taken + b" " * 500_000, "alle", 413, ""),
    )
    for body, key, status, code in sent:
        answer = await line.post(body, key)
        assert (answer.status_code, f'V="{code}"' in answer.text or not code) == (status, True), code
    told = [HENDELSER.validate_json(record.value or b"") for record in line.producer.on("hendelser.v1")]
    refused = [event.errors for event in told if isinstance(event, MeldingAvvist)]
    assert refused == [(code,) for _, _, _, code in sent if code.startswith(("T", "E"))]
    await silent(line)


async def test_when_nothing_works(line: Line) -> None:
    """Kafka away, and a fault of our own that quotes the message: neither log nor answer says what."""
    raw = put(CORPUS[0], NAME, *addressed(CORPUS[0]))
    line.producer.away = True
    assert (await line.post(raw)).status_code == 503
    line.producer.away = False

    quoting = [ValueError(NAME.mirrored, raw.decode()), _syntax_error(raw)]
    line.producer.failure = ExceptionGroup(NAME.private, quoting)
    assert (await line.post(raw)).status_code == 500
    line.producer.failure = None
    assert "intake.failed" in line.lines.getvalue()
    assert (await line.post(raw)).status_code == 200
    await silent(line)


def _syntax_error(raw: bytes) -> SyntaxError:
    """As lxml's: it holds the line, and quotes names."""
    return SyntaxError(NAME.private, (NAME.mirrored, 1, 1, raw.decode()))
