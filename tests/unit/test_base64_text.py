"""Base64 seen without decoding it all says what decoding it says."""

import base64
import random

import pytest

from adapters.messages import attachments
from adapters.messages.base64_text import seen
from adapters.messages.first_bytes import LOOKED_AT

SIGNS = "AZaz09+/=Qg= \t\r\n*-_\u00a0"


def decoded(text: str) -> tuple[bytes, int] | None:
    """The long way; None where it is no base64."""
    try:
        return attachments._measured(attachments._decoded(text))[:2]
    except ValueError:
        return None


def short(text: str) -> tuple[bytes, int] | None:
    try:
        return seen(text)
    except ValueError:
        return None


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 4094, 4095, 4096, 4097, 4098, 4099, 10_000, 1_048_577])
def test_what_is_whole(length: int) -> None:
    """Its length, and how it begins, with and without lines."""
    content = bytes(range(256)) * (length // 256 + 1)
    for text in (base64.b64encode(content[:length]), base64.encodebytes(content[:length])):
        assert seen(text.decode()) == (content[: min(length, LOOKED_AT)], length)


@pytest.mark.parametrize("before", ["", "QUJD", "QUJD" * 16_383, "QUJD" * 16_384, "QUJD" * 16_385])
@pytest.mark.parametrize("between", ["", " ", "\r\n" * 200, " " * 70_000])
@pytest.mark.parametrize("after", ["", "QQ==", "QUI=", "QQ=", "Q", "QQ=Q", "=QQ=", "*"])
def test_wherever_a_piece_ends(before: str, between: str, after: str) -> None:
    """Pieces of 64 kB, with blanks of any length in and after them."""
    for text in (
        before + between + after,
        before + after + between,
        between + between.join(before[-9:] + after),
    ):
        assert short(text) == decoded(text)


def test_what_is_not() -> None:
    """Thousands of texts of the signs that matter, short enough to have every fault there is."""
    chance, good = random.Random(20260212), 0  # noqa: S311 - repeatable, not secret
    for _ in range(60_000):
        text = "".join(chance.choices(SIGNS, k=chance.randrange(10)))
        assert short(text) == decoded(text), repr(text)
        good += short(text) is not None
    assert good > 500
