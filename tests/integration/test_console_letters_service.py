"""A dead letter of the running product, worked with in its console from the refusal to the event."""

import html
import json
import re
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from builders import innlagt_xml
from consoles import PASSWORD, token_of
from service import PLO, TROMSO, UNN, Service, running, until
from stress_topics import everything

from schemas.topics import HENDELSER

LIMIT_S = 60.0
WHY = {"begrunnelse": "Avklart med avsender"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem")) as started:
        yield started


@pytest.fixture
def kari(service: Service) -> Iterator[httpx.Client]:
    """Kari, of drift, logged in."""
    argv = (PLO, "user", "create", "kari", "--rolle", "drift")
    subprocess.run(argv, env=service.environment, input=f"{PASSWORD}\n".encode(), check=True, timeout=60)
    with httpx.Client(base_url=f"http://127.0.0.1:{service.console_port}", timeout=30) as client:
        answer = send(client, "/logg-inn", {"bruker": "kari", "passord": PASSWORD}, on="/logg-inn")
        assert answer.status_code == 303, answer.text
        yield client


def send(client: httpx.Client, path: str, fields: dict[str, str], on: str) -> httpx.Response:
    """A form of the page `on`, with its token."""
    page = client.get(on, headers={"accept": "text/html"})
    return client.post(path, data={"_csrf": token_of(page.text), **fields})


def test_from_the_door_to_the_event(service: Service, kari: httpx.Client) -> None:
    """Refused by the schema, found in the list, edited, sent, resolved; the event is there, once."""
    msg_id = str(uuid4())
    raw = innlagt_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO)
    service.post(raw.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1), service.key())
    found: list[str] = []

    def listed() -> bool:
        found[:] = re.findall(r'/strandet/([0-9a-f-]{36})"', kari.get("/strandet?vis=hver").text)
        return bool(found)

    until(listed, LIMIT_S, "no case in the console")
    here = f"/strandet/{found[0]}"
    assert "avvist av skjema" in kari.get("/strandet").text and msg_id in kari.get(here).text
    assert "feilet på samme måte" in kari.get(f"{here}/prov").text
    editor = send(kari, f"{here}/rediger", WHY, on=f"{here}/rediger").text
    base = editor.split('name="grunnlag" value="')[1].split('"')[0]
    text = html.unescape(editor.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0])
    form = {"grunnlag": base, "innhold": text.replace("<Tull/>", "")}
    shown = send(kari, f"{here}/rediger/forskjell", form, on=here).text
    assert "Ingen feil funnet" in shown and 'class="ut"' in shown
    sent = send(kari, f"{here}/rediger/send", {**form, **WHY}, on=here)
    assert sent.status_code == 303, sent.text
    until(lambda: "✓</span> løst" in kari.get(here).text, LIMIT_S, lambda: kari.get(here).text)
    events = [one for one in everything(service.bootstrap, HENDELSER.name) if one.value]
    told = [one for one in events if json.loads(one.value or b"")["msg_id"] == msg_id]
    kinds = [json.loads(one.value or b"")["type"] for one in told]
    assert sum("innlagt" in kind.lower() for kind in kinds) == 1, kinds
    log = service.plo("audit", "list")
    for did in ("strandet: sett", "strandet: rettet", "strandet: kjort"):
        assert did in log
