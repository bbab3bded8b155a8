"""CAs and revocation lists as files: what is taken, what is told of wrong ones, how they are followed."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import innlagt_xml
from certifying import END, holder, issuing, revocations, root, sender
from cli_runner import run_plo
from cryptography.hazmat.primitives.serialization import Encoding
from judging import codes, judged
from signing import signed
from structlog.testing import capture_logs

from adapters.messages.signature import Signatures
from adapters.messages.trust_files import TrustError, load
from broker.settings import Settings
from broker.signatures import kept_current, signatures_of

NOW = datetime(2026, 2, 7, 11, tzinfo=UTC)
MESSAGE = signed(innlagt_xml(gen_date="2026-02-07T12:00:00"))
REVOKED = revocations(issuing(), sender())


@pytest.fixture
def cas(tmp_path: Path) -> Path:
    """A folder with the two CAs, and a file that is none of its business."""
    folder = tmp_path / "ca"
    folder.mkdir()
    (folder / "rot.pem").write_bytes(root().pem)
    (folder / "utsteder.pem").write_bytes(issuing().pem)
    (folder / ".skjult").write_text("ikke et sertifikat")
    return folder


def found(cas: Path, lists: Path | None = None) -> list[str]:
    return codes(judged(MESSAGE, signatures=Signatures(load(cas, lists))))


def test_cas(cas: Path, tmp_path: Path) -> None:
    """A folder, a file, and a file with several."""
    bundle = tmp_path / "alle.pem"
    bundle.write_bytes(holder("En annen", ca=True).pem + root().pem)
    assert found(cas) == found(cas / "rot.pem") == found(cas / "utsteder.pem") == found(bundle) == []
    bundle.write_bytes(holder("En annen", ca=True).pem)
    assert found(bundle) == ["certificate.untrusted"]


@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
def test_revocation_lists(form: Encoding, cas: Path, tmp_path: Path) -> None:
    """In both forms, as a file and in a folder."""
    lists = tmp_path / "crl"
    lists.mkdir()
    (lists / "utsteder.crl").write_bytes(REVOKED.public_bytes(form))
    assert found(cas, lists) == found(cas, lists / "utsteder.crl") == ["certificate.revoked"]


def test_several_lists_in_a_file(cas: Path, tmp_path: Path) -> None:
    """Each counts."""
    lists = tmp_path / "alle.pem"
    lists.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in (revocations(root()), REVOKED)))
    assert found(cas, lists) == ["certificate.revoked"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ca", b"", "er ikke sertifikater i PEM-form"),
        ("ca", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "er ikke sertifikater"),
        ("ca", None, "kan ikke leses"),
        ("crl", b"", "er ikke en tilbakekallingsliste"),
        ("crl", b"\x30\x03\x02\x01\x05", "er ikke en tilbakekallingsliste"),
        ("crl", root().pem, "er ikke en tilbakekallingsliste"),
        ("crl", None, "kan ikke leses"),
        (
            "crl",
            revocations(holder("Utsteder", ca=True), sender()).public_bytes(Encoding.PEM),
            "er ikke signert av noen av CA-ene",
        ),
    ],
)
def test_files_that_cannot_be_used(
    name: str, content: bytes | None, words: str, cas: Path, tmp_path: Path
) -> None:
    """Nothing is left out in silence: the file is named, and what is wrong with it."""
    wrong = tmp_path / "feil.pem"
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(TrustError, match=rf"feil\.pem.* {words}"):
        load(wrong, None) if name == "ca" else load(cas, wrong)


def test_empty_folder(tmp_path: Path) -> None:
    """Nobody to trust is a mistake, not a policy."""
    with pytest.raises(TrustError, match="er tom"):
        load(tmp_path, None)


def test_settings(cas: Path) -> None:
    """Off unless asked for; and asking for it without a CA is a mistake."""
    assert signatures_of(Settings(signatur_ca=cas)) is None
    assert signatures_of(Settings(signatur="kontroller", signatur_ca=cas)) is not None
    with pytest.raises(TrustError, match="PLO_SIGNATUR_CA"):
        signatures_of(Settings(signatur="kontroller"))


def test_plo_check(cas: Path, tmp_path: Path) -> None:
    """The command judges signatures by the same settings, and says in a sentence when they are wrong."""
    file = tmp_path / "melding.xml"
    file.write_bytes(MESSAGE.replace(b"2026-02-03", b"2026-02-04", 1))
    on = {"PLO_SIGNATUR": "kontroller", "PLO_SIGNATUR_CA": str(cas)}
    (row,) = run_plo("check", str(file), "--json", env=on).rows
    assert [problem["code"] for problem in row["problems"]] == ["signature.wrong"]
    (row,) = run_plo("check", str(file), "--json").rows
    assert row["verdict"] == "godtatt"
    ended = run_plo("check", str(file), env={"PLO_SIGNATUR": "kontroller"})
    assert ended.code == 2 and "PLO_SIGNATUR_CA" in ended.err


async def test_lists_are_followed(cas: Path, tmp_path: Path) -> None:
    """A list that comes while the service runs counts; one that is broken changes nothing, and is told."""
    lists = tmp_path / "utsteder.crl"
    lists.write_bytes(revocations(issuing()).public_bytes(Encoding.DER))
    settings = Settings(signatur="kontroller", signatur_ca=cas, signatur_crl=lists)
    held = signatures_of(settings)
    assert held is not None
    with capture_logs() as told:
        async with kept_current(held, settings, lambda: NOW, every_s=0.01):
            assert codes(judged(MESSAGE, signatures=held)) == []
            lists.write_bytes(REVOKED.public_bytes(Encoding.DER))
            await _until(lambda: codes(judged(MESSAGE, signatures=held)) == ["certificate.revoked"])
            lists.write_bytes(b"halv")
            await _until(lambda: bool(told))
            assert codes(judged(MESSAGE, signatures=held)) == ["certificate.revoked"]
    assert {line["event"] for line in told} == {"signatures.not_read"}


async def test_outdated_list_is_told(cas: Path, tmp_path: Path) -> None:
    """A list that should have been replaced stays in force, and the log says whose it is."""
    lists = tmp_path / "utsteder.crl"
    lists.write_bytes(REVOKED.public_bytes(Encoding.DER))
    settings = Settings(signatur="kontroller", signatur_ca=cas, signatur_crl=lists)
    held = signatures_of(settings)
    with capture_logs() as told:
        async with kept_current(held, settings, lambda: END.replace(year=END.year + 1)):
            await _until(lambda: bool(told))
    assert [(line["event"], line["issuer"]) for line in told] == [("signatures.list_outdated", "CN=Utsteder")]
    assert codes(judged(MESSAGE, signatures=held)) == ["certificate.revoked"]


async def test_nothing_to_follow() -> None:
    """Where signatures are not looked at, nothing runs."""
    before = asyncio.all_tasks()
    async with kept_current(None, Settings(), lambda: NOW):
        assert asyncio.all_tasks() == before


async def _until(holds: Callable[[], bool], limit_s: float = 10) -> None:
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
