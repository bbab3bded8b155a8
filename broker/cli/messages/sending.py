"""Posting files to the door and reading its answers: the work behind plo send."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from lxml import etree

from adapters.errors import Rejected
from adapters.messages import apprec_read
from adapters.messages.reading import code_of
from adapters.xml.parse import parse
from broker.cli.exits import AWAY, REFUSED, Stop
from broker.cli.files import content_of
from schemas.codes import APPREC_OK

LIMIT_S: Final = 60.0
TRIES: Final = 4
WAIT_S: Final = 5.0
"""When the service says 503 without how long to wait."""

Errors = tuple[tuple[str, str], ...]

OUTCOMES: Final[Mapping[int, str]] = {
    202: "✓ tatt imot  (ingen AppRec ventes)",
    400: "✗ avvist     (ingen AppRec)",
    403: "✗ ikke lov   (nøkkelen kan ikke sende for denne avsenderen)",
    413: "✗ for stor",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said to one file.

    Attributes:
        status: of HTTP.
        apprec: Status of the AppRec (8258); empty where none came.
        errors: code and text of each fault.
    """

    file: str
    status: int
    apprec: str
    errors: Errors

    @property
    def accepted(self) -> bool:
        return self.apprec == APPREC_OK or self.status == 202

    def in_words(self) -> str:
        """Sign and word."""
        if not self.apprec:
            return OUTCOMES.get(self.status, f"✗ uventet svar (HTTP {self.status})")
        codes = ", ".join(dict.fromkeys(code for code, _ in self.errors))
        return "✓ godtatt    AppRec OK" if self.accepted else f"✗ avvist     AppRec {codes}"

    def as_row(self) -> dict[str, Any]:
        """One line of --json."""
        errors = [{"code": code, "text": text} for code, text in self.errors]
        return {
            "file": self.file,
            "http": self.status,
            "verdict": "godtatt" if self.accepted else "avvist",
            "apprec": {"status": self.apprec, "errors": errors} if self.apprec else None,
            "problems": [] if self.apprec else errors,
        }


def send_all(files: Iterable[str], url: str, key: str, max_bytes: int) -> Iterator[Answer]:
    """Post each file, in order; raises Stop when the service is away or does not know the key."""
    headers = {"content-type": "application/xml"} | ({"authorization": f"Bearer {key}"} if key else {})
    with httpx.Client(timeout=LIMIT_S, headers=headers) as client:
        for file in files:
            try:
                raw = content_of(file, max_bytes)
            except OSError:
                yield Answer(file, 0, "", (("–", "Filen kan ikke leses. Se rettighetene på den."),))
            else:
                yield _answer(file, _post(client, url, raw))


def _post(client: httpx.Client, url: str, raw: bytes) -> httpx.Response:
    """One message until it is answered: 503 means "send the same again"."""
    for tries in range(TRIES):
        try:
            response = client.post(url, content=raw)
        except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise Stop(
                AWAY, f"Tjenesten svarer ikke på {url}.", "Start den med plo run, eller rett --url."
            ) from None
        if response.status_code != 503:
            return response
        if tries < TRIES - 1:
            time.sleep(_wait_s(response))
    raise Stop(
        AWAY,
        "Tjenesten er ute av drift (503).",
        "Se hvorfor med plo status, og send den samme meldingen igjen.",
    )


def _wait_s(response: httpx.Response) -> float:
    given = response.headers.get("retry-after", "")
    return min(float(given), 30.0) if given.isdigit() else WAIT_S


def _answer(file: str, response: httpx.Response) -> Answer:
    if response.status_code == 401:
        raise Stop(
            REFUSED, "Tjenesten kjenner ikke nøkkelen.", "Oppgi --key eller PLO_KEY. En ny: plo key create"
        )
    if response.status_code == 200:
        return _receipt(file, response.content)
    return Answer(file, response.status_code, "", _problems(response))


def _receipt(file: str, content: bytes) -> Answer:
    """Read the AppRec 1.1 in the body."""
    try:
        root = parse(content, max(len(content), 1))
    except Rejected:
        return Answer(file, 200, "", (("–", "Svaret er ikke en AppRec. Er --url riktig?"),))
    errors = tuple((code_of(one), _explanation(one)) for one in root.iterchildren(f"{_namespace(root)}Error"))
    return Answer(file, 200, apprec_read.status(root), errors)


def _namespace(root: etree._Element) -> str:
    return str(root.tag[: root.tag.index("}") + 1])


def _explanation(error: etree._Element) -> str:
    """The sentence for people, else the name of the code."""
    return str(error.get("OT") or error.get("DN") or "")


def _problems(response: httpx.Response) -> Errors:
    """The faults of a problem+json, or its title."""
    try:
        body = response.json()
        rows = body.get("problems") or [{"code": "–", "text": body["title"]}]
        return tuple((row["code"], row["text"]) for row in rows)
    except (ValueError, KeyError, AttributeError, TypeError):
        return ()
