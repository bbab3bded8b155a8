"""What one can do next, as commands that work as they stand."""

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from broker import words
from broker.demo.key import key_file
from broker.demo.place import folder_of, url_of
from broker.demo.user import NAME
from broker.settings import Settings
from broker.simulate.message import Message
from broker.simulate.parties import UNN
from schemas.topics import AVVIK, party_topic

ELSEWHERE = ("home", "http_port", "console_port", "kafka", "kafka_port")
"""Settings that commands in another window need as well, where they are not the usual ones."""


NOW: Final = (
    "De neste fem minuttene skjer det mer av seg selv; se det komme under Forløp i konsollen: en rapport,",
    "en utskrivning, en medisinliste som mangler og blir rettet, en innleggelse, og en frist som går ut.",
    "Under Strandet ligger en utskrivningsrapport med «Ekstra»: ta det bort, kjør den på nytt, og se raden",
    "på tavlen endre seg.",
)
"""What a new ward does at first."""


def taken_over(count: int, is_new: bool) -> str:
    """How much is sent of the wards when the demo starts."""
    messages = words.counted(count, "melding", "meldinger")
    if is_new:
        return f"Pasienter som er på sykehuset nå, eller nylig hjemme: {messages}. Bare avvikene vises her:"
    return f"Pasientene siden sist: {messages if count else 'ingen nye meldinger'}."


def guide(
    settings: Settings, secret: str, password: str, groups: Iterable[tuple[Message, ...]], is_new: bool
) -> str:
    """What is to be seen, and a few commands, each with what it shows; `is_new`: a ward has just begun."""
    now = ("", *NOW) if is_new else ()
    lines = (*_lines(settings, secret, groups), *now, "", *_console(settings, password))
    return "\n".join(f" {line}" for line in lines)


def _lines(settings: Settings, secret: str, groups: Iterable[tuple[Message, ...]]) -> Iterator[str]:
    messages = [message for group in groups for message in group]
    late = next(message for message in messages if message.example)
    laid = next(message for message in messages if message.by_folder)
    plo = shlex.quote(_plo())
    file = shlex.quote(f"@{folder_of(settings) / 'ferdig' / laid.name}.xml")
    yield ""
    yield "Se mer, i et annet vindu:"
    if settings.model_fields_set.intersection(ELSEWHERE):
        yield f"  export {' '.join(_exports(settings))}"
    yield f"  {plo} avvik list"
    yield f"  {plo} trace {late.msg_id}"
    yield f"  {plo} dlt list"
    yield f"  kcat -b {','.join(settings.bootstrap)} -C -q -o beginning -t {party_topic(AVVIK, UNN).name}"
    yield f'  curl -H "Authorization: Bearer $(cat {shlex.quote(str(key_file(settings)))})" \\'
    yield f"       --data-binary {file} {url_of(settings)}"
    yield f"Demonøkkel (for UNN og kommunene, historikk): {secret}"


def _console(settings: Settings, password: str) -> Iterator[str]:
    yield f"Konsollen: {settings.console_address}  bruker: {NAME}  passord: {password}"


def _exports(settings: Settings) -> Iterator[str]:
    for name in ELSEWHERE:
        if name in settings.model_fields_set:
            yield f"PLO_{name.upper()}={shlex.quote(str(getattr(settings, name)))}"


def _plo() -> str:
    """The command as the person can type it."""
    command = Path(sys.argv[0])
    return os.path.relpath(command) if command.is_absolute() and command.is_relative_to(Path.cwd()) else "plo"
