"""plo against a real Kafka: topics, stranded messages, one message's way, changes of avvik."""

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cli_runner import Ran, run_plo
from servers import kafka_server

from adapters.kafka.deadletter import dead_letter
from adapters.kafka.producer import Producer
from adapters.kafka.reason import Failure
from adapters.kafka.records import Record, cloud_headers, encoded
from adapters.store import Store, claims
from adapters.store import avvik as avvik_store
from adapters.store.claims import Claim
from broker.cli.avvik.following import follow
from broker.cli.dlt import search as dlt_search
from broker.settings import Settings
from broker.tracing import search
from schemas.avvik import Avvik
from schemas.events import KvitteringSendt
from schemas.topics import AVVIK, KVITTERINGER, MELDINGER

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
PID = "7f3a" + "0" * 60
MSG_ID = "0b88a160-0698-11e8-b566-0800200c9a66"
OTHER = "1c99b271-0698-11e8-b566-0800200c9a66"
XML = b"<Melding>KANARIFUGL</Melding>"


@dataclass(frozen=True)
class Installation:
    """A home, and the Kafka it uses."""

    home: Path
    kafka: str

    @property
    def env(self) -> dict[str, str]:
        return {"PLO_HOME": str(self.home), "PLO_KAFKA": self.kafka}

    def plo(self, *argv: str) -> Ran:
        return run_plo(*argv, env=self.env)


def avvik(version: int) -> Avvik:
    """The `version`-th change of one avvik that rests on the message; the second says it was found later."""
    return Avvik(
        id=UUID(int=0x19C2 << 112), rule="R-U12", rule_version=1, direction="til_UNN", category="UTSKREVET",
        severity="hoy", confidence="hoy", state="apen", hospital="90001", party="90101", kommune="5501",
        pid=PID, stay_id=UUID(int=1), subject="LOG_UTSKREVET", msg_ids=(MSG_ID,),
        text="Meldingen ble sendt etter fristen.", detected_at=NOW + HOUR * (version - 1), changed_at=NOW,
        version=version, change="oppdaget" if version == 1 else "endret",
    )  # fmt: skip


def receipt() -> KvitteringSendt:
    """Tromsø's answer to the message."""
    return KvitteringSendt(
        id=UUID(int=2), msg_id=str(UUID(int=3)), answers=MSG_ID, message_type="LOG_UTSKREVET", version="1.6",
        status="1", sender="90101", receiver="90001", sent_at=NOW, apprec="<AppRec/>",
    )  # fmt: skip


def message(msg_id: str, topic: str = MELDINGER.name) -> Record:
    """The XML of a message, as the door writes it."""
    names = {"plo-msg-id": msg_id, "plo-her-sender": "90001", "plo-her-receivers": "90101"}
    headers = cloud_headers(UUID(int=4), "melding.v1", NOW, "application/xml") + encoded(names.items())
    return Record(topic, PID.encode(), XML, headers)


def in_json(topic: str, fact: Avvik | KvitteringSendt) -> Record:
    return Record(
        topic, PID.encode(), fact.model_dump_json().encode(), encoded([("plo-msg-id", str(fact.id))])
    )


def records() -> list[Record]:
    """What follows from one message, another message, and one that stranded."""
    failure = Failure("PERMANENT_FORMAT", "xsd.missing", "Noe mangler.", "receive", apprec="T02")
    return [
        message(MSG_ID),
        message(OTHER),
        in_json(KVITTERINGER.name, receipt()),
        in_json(AVVIK.name, avvik(1)),
        in_json(AVVIK.name, avvik(2)),
        Record(AVVIK.name, PID.encode(), b"garbage"),
        message(MSG_ID, "part.90101.meldinger.v1"),
        dead_letter(message(OTHER), failure, group="receive", version="0.1.0", now=NOW),
        dead_letter(message(OTHER), failure, group="route", version="0.1.0", now=NOW),
    ]


async def fill(home: Path, kafka: str) -> None:
    """A claim and an avvik in the store, the records on Kafka."""
    store = await Store.open(f"sqlite+aiosqlite:///{home / 'plo.db'}")
    claim = Claim(
        sender="90001", msg_id=MSG_ID, variant="", sha256="0" * 64, verdict="godtatt",
        message_type="LOG_UTSKREVET", claimed_at=NOW, receipts=b"", pid=PID,
    )  # fmt: skip
    unreadable = claim._replace(sender="", msg_id=f"sha256:{hashlib.sha256(XML).hexdigest()}", pid=None)
    await claims.take(store, [claim, unreadable])
    await claims.done(store, [claim.key])
    async with store.begin() as conn:
        await avvik_store.upsert(conn, [(avvik(2), avvik(2).model_dump_json())])
    await store.close()
    producer = Producer([kafka])
    await producer.start()
    await producer.send(records(), 30)
    await producer.stop()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose topics plo itself has made."""
    home = tmp_path_factory.mktemp("hjem")
    server = kafka_server(home / "kafka")
    made = Installation(home, server.address)
    assert made.plo("topics", "diff").code == 1
    assert made.plo("topics", "apply").code == 0
    asyncio.run(fill(home, server.address))
    yield made
    server.stop()


def test_topics_are_as_they_should(here: Installation) -> None:
    """After apply nothing differs: exit code 0, and no lines of JSON."""
    ran = here.plo("topics", "diff", "--json")
    assert (ran.code, ran.out) == (0, "")


def test_dlt_list_and_show(here: Installation, tmp_path: Path) -> None:
    """The stranded message is listed and shown without its content, which only --bytes gives."""
    row = here.plo("dlt", "list", "--kafka", "--json").rows[0]
    short = f"D-{str(row['id'])[:6]}"
    shown = here.plo("dlt", "show", short)
    assert shown.code == 0
    assert "Feil form: Noe mangler." in shown.out
    assert "KANARIFUGL" not in shown.out + here.plo("dlt", "list", "--kafka").out

    target = tmp_path / "melding.xml"
    assert here.plo("dlt", "show", short, "--bytes", str(target)).code == 0
    assert target.read_bytes() == XML
    assert target.stat().st_mode & 0o777 == 0o600
    assert here.plo("dlt", "show", short, "--bytes", str(target)).code == 1


def test_dlt_show_of_nothing(here: Installation) -> None:
    """An id that nothing has: 1, and where to look."""
    ran = here.plo("dlt", "show", "D-00000000")
    assert ran.code == 1
    assert "plo dlt list" in ran.err


def test_dlt_show_beyond_what_is_searched(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older one than are looked through: 1, and that the search stopped, where, and how to go on."""
    older, newer = sorted(
        here.plo("dlt", "list", "--kafka", "--json").rows, key=lambda row: int(str(row["offset"]))
    )
    monkeypatch.setattr(dlt_search, "SEARCHED", 1)
    assert here.plo("dlt", "show", str(newer["id"])).code == 0
    ran = here.plo("dlt", "show", str(older["id"]), "--json")
    assert (ran.code, ran.rows) == (1, [{"id": None, "unread": ["meldinger.v1.dlt"]}])
    assert "de 1 nyeste i hver partisjon. Det er flere på meldinger.v1.dlt." in ran.err
    assert f"plo dlt show {older['id']} --alle" in ran.err
    assert here.plo("dlt", "show", str(older["id"]), "--alle").code == 0


def test_trace_finds_the_whole_way(here: Installation) -> None:
    """Taken in, published, answered, the avvik that rests on it, given to its receiver; nothing of others."""
    ran = here.plo("trace", MSG_ID.upper(), "--json")
    assert ran.code == 0, ran.err
    rows = ran.rows
    told = [(row["what"], str(row["text"])) for row in rows]
    assert sorted(what for what, _ in told) == sorted(
        ["mottatt", "vurdert", "publisert", "kvittert", "avvik", "avvik", "videresendt"]
    )
    text = dict(told)
    assert text["mottatt"] == "LOG_UTSKREVET fra Universitetssykehuset Nord-Norge HF (90001)"
    assert text["publisert"].startswith("meldinger.v1 [")
    assert text["kvittert"] == "AppRec OK, for Tromsø kommune"
    assert text["avvik"].startswith("A-19C2 R-U12 endret")
    assert text["videresendt"].startswith("part.90101.meldinger.v1 [")
    assert max(map(len, here.plo("trace", MSG_ID).out.splitlines())) <= 100


def test_trace_says_where_it_stopped(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Topics with more than is read, where more about the message may stand; --alle reads them too."""
    monkeypatch.setattr(search, "MOST", 1)
    rows = here.plo("trace", MSG_ID, "--json").rows
    assert [row["what"] for row in rows].count("avvik") == 1
    assert rows[-1]["what"] == "ikke lest"
    assert str(rows[-1]["text"]).startswith("avvik.v1, meldinger.v1.dlt. Der ble bare 1 poster")
    assert f"plo trace {MSG_ID} --alle" in " ".join(here.plo("trace", MSG_ID).out.split())
    whole = [row["what"] for row in here.plo("trace", MSG_ID, "--alle", "--json").rows]
    assert whole.count("avvik") == 2 and "ikke lest" not in whole


def test_trace_of_what_could_not_be_read(here: Installation) -> None:
    """It is known by its content, as plo status tells it; its dead letters are found by that."""
    rows = here.plo("trace", f"sha256:{hashlib.sha256(XML).hexdigest()}", "--json").rows
    assert [row["what"] for row in rows] == ["mottatt", "vurdert", "uavklart", "strandet", "strandet"]


def test_trace_of_what_never_came(here: Installation) -> None:
    """An unknown MsgId: 1."""
    assert here.plo("trace", str(UUID(int=9))).code == 1


def test_show_has_every_change(here: Installation) -> None:
    """The history is read from Kafka, oldest first; garbage on the topic does not stop it."""
    (row,) = here.plo("avvik", "show", "A-19C2", "--json").rows
    assert isinstance(row["historikk"], list)
    assert [one["version"] for one in row["historikk"]] == [1, 2]


def test_follow_from_the_start(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change there is, in order, past the garbage."""
    for name, value in here.env.items():
        monkeypatch.setenv(name, value)

    async def first_two() -> list[Avvik]:
        seen: list[Avvik] = []
        async with aclosing(follow(Settings(), from_start=True)) as changes:
            while len(seen) < 2:
                seen.append(await anext(changes))
        return seen

    assert [one.version for one in asyncio.run(first_two())] == [1, 2]
