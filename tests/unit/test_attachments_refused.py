"""Attachments that nobody asked for: the faults that refuse the message, in words."""

import itertools
from collections.abc import Iterator

import pytest
from attached import PDF, encoded, found, with_files

from adapters.messages.attachments import MOST_FAULTS, Attachment, attachment_faults
from broker.settings import Settings
from schemas.attachments import NAMES, WELCOME, Limits, limits_of


def test_a_kind_nobody_asked_for_refuses_the_message() -> None:
    """T99 with the number of the file, what it is and what it may be; those taken in are not mentioned."""
    files = [b"II*\0\x08", PDF, b"MZ\x90\0\x03"]
    tiff, program = attachment_faults(found(with_files(*map(encoded, files))), Limits())
    assert (tiff.code, tiff.apprec, tiff.expected) == ("attachment.kind", "T99", "PDF, JPEG, PNG eller XML")
    assert tiff.text == (
        "Vedlegg 1 er TIFF, og det tar mottakeren ikke imot. Send det som PDF, JPEG, PNG eller XML."
    )
    assert program.text.startswith("Vedlegg 3 er en type fil som ikke kan kjennes igjen, og det")
    assert program.path.endswith("/mh:Document[4]/mh:RefDoc/mh:Content/bas:Base64Container")


def test_an_empty_one() -> None:
    """It is told that it is empty, and not that it is of an unknown kind."""
    (problem,) = attachment_faults(found(with_files(encoded(b""))), Limits())
    assert problem.text == "Vedlegg 1 er tomt. Send det som PDF, JPEG, PNG eller XML."
    assert (problem.code, problem.found) == ("attachment.kind", "en tom fil")


def test_where_none_is_taken_in() -> None:
    """A setting may leave no kind at all."""
    (problem,) = attachment_faults(found(with_files(encoded(PDF))), limits_of("", 100))
    assert problem.text.endswith("Send meldingen uten vedlegg.")
    assert problem.expected == "ingen vedlegg"


def test_a_file_over_the_limit_refuses_the_message() -> None:
    """On the limit it is in; the size is that of the file, and not of its base64."""
    one = found(with_files(encoded(PDF)))
    assert not list(attachment_faults(one, limits_of("pdf", len(PDF))))
    (problem,) = attachment_faults(one, limits_of("pdf", len(PDF) - 1))
    assert (problem.code, problem.apprec) == ("attachment.too_large", "T99")
    assert f"{len(PDF) - 1} byte" in problem.text
    assert (problem.found, problem.expected) == (f"{len(PDF)} byte", f"høyst {len(PDF) - 1} byte")


def test_thousands_of_bad_files_are_forty_faults() -> None:
    """An AppRec is to be read by people."""
    many = itertools.repeat(Attachment("unknown", 1, "x"), 5_000)
    assert len(list(attachment_faults(many, Limits()))) == MOST_FAULTS


def test_the_settings_say_which() -> None:
    """The default is PDF, JPEG, PNG and XML; a word that is no kind is refused at start."""
    default = Settings.model_construct()
    assert limits_of(default.attachment_kinds, default.attachment_bytes) == Limits(frozenset(WELCOME))
    assert limits_of("pdf,tiff", 5) == Limits(frozenset({"pdf", "tiff"}), 5)
    assert Settings(attachment_kinds=",".join(NAMES)).attachment_kinds.count(",") == len(NAMES) - 1
    for wrong in ("PDF", "pdf;png", "unknown", "not_base64", "pdf,", "exe"):
        with pytest.raises(ValueError, match="attachment_kinds"):
            Settings(attachment_kinds=wrong)


def words() -> Iterator[str]:
    for kind in NAMES:
        (problem,) = attachment_faults((Attachment(kind, 1, ""),), limits_of("", 1))
        yield problem.text


def test_every_kind_has_a_name() -> None:
    """A sender is told what was found in words that people use."""
    assert all(name in text for name, text in zip(NAMES.values(), words(), strict=True))
