"""The agreement: who the parties are, and what limits they have agreed on (rules.md §12.22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from schemas.agreement_file import check
from schemas.agreement_tidligere import Tidligere
from schemas.frister import DEFAULTS, Frist
from schemas.tjenester import IKKE_HELSE

Kind = Literal["helseforetak", "kommune", "fastlege", "kad", "ukjent"]


@dataclass(frozen=True, slots=True)
class Part:
    """A party to the messages.

    Attributes:
        her: HER-id, level 1, digits only.
        kind: what it is; "ukjent" is never written in a file.
        egen: the broker answers for it with AppRecs.
        kommunenr: four digits; a kommune always has one.
        dekning: what of its mailbox we see; R-U17 runs only where "epikrise" is among it.
        tjenester: HER-ids of its services, level 2.
        tjenester_er_alle: the list is whole: a message to another service is refused (E21, rules.md §12.11).
        tillat_msgid_uten_uuid: its MsgIds need not be UUIDs (rules.md §12.10).
        tidligere: HER-ids that it had before, and those of parties it has taken over (rules.md §9).
    """

    her: str
    navn: str
    kind: Kind
    egen: bool = False
    kommunenr: str | None = None
    dekning: tuple[str, ...] = ()
    tjenester: tuple[str, ...] = ()
    tjenester_er_alle: bool = False
    tillat_msgid_uten_uuid: bool = False
    tidligere: tuple[Tidligere, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """All parties, and the limits that differ from the defaults.

    Attributes:
        produksjon: persons of the official fiction and synthetic numbers are test messages.
        parts: in the order of the file.
        frister: key of rules.md §2 -> limit, under None for all and under a kommunenummer for it.
        ikke_helse: codes of IPLOS tjenestetype (9151) that are no health services (rules.md §9).
        enheter: HER-id, level 2, of a service or a ward -> what people call it.
    """

    produksjon: bool = False
    parts: tuple[Part, ...] = ()
    frister: Mapping[str | None, Mapping[str, Frist]] = field(default_factory=dict)
    ikke_helse: frozenset[str] = IKKE_HELSE
    enheter: Mapping[str, str] = field(default_factory=dict)

    def part(self, her: str | None) -> Part | None:
        """The party with this level-1 HER-id."""
        return self._by_her.get(her)

    def part_at(self, her: str | None, at: datetime) -> Part | None:
        """The party that had this level-1 HER-id at a moment, or has it now."""
        part = self._by_her.get(her)
        if part is not None or her not in self.former:
            return part
        return next((part for old, part in self.former[her] if old.holds(at)), None)

    def her_at(self, her: str, at: datetime) -> str:
        """The HER-id of today of whoever had `her` at a moment; itself where nobody is known to."""
        part = self.part_at(her, at) if her in self.former else None
        return part.her if part else her

    def mailbox(self, her: str) -> str:
        """The HER-id of today of whoever had `her` last: where what is for `her` is to be read."""
        had = self.former.get(her)
        return max(had, key=lambda one: one[0].til)[1].her if had else her

    def owner(self, her: str | None) -> Part | None:
        """The party that this HER-id, level 1 or 2, belongs to."""
        return self._by_her.get(her) or self._by_service.get(her)

    def kind(self, her: str | None) -> Kind:
        """What a level-1 HER-id is; "ukjent" when it is in no agreement (rules.md §12.1)."""
        part = self._by_her.get(her)
        return part.kind if part else "ukjent"

    def frist(self, key: str, kommunenr: str | None = None) -> Frist:
        """The limit `key` of rules.md §2 for a kommune; KeyError for a key that is not there."""
        return self.limits(kommunenr)[key]

    def limits(self, kommunenr: str | None) -> Mapping[str, Frist]:
        """All limits for a kommune."""
        return self._merged.get(kommunenr, self._common)

    @cached_property
    def own(self) -> frozenset[str]:
        """Level-1 HER-ids of the parties the broker answers for."""
        return frozenset(part.her for part in self.parts if part.egen)

    @cached_property
    def unn(self) -> str | None:
        """Whose faults are told of as `til_UNN`: the first helseforetak of the file."""
        return next((part.her for part in self.parts if part.kind == "helseforetak"), None)

    @cached_property
    def former(self) -> Mapping[str | None, tuple[tuple[Tidligere, Part], ...]]:
        """HER-ids, level 1, of before -> when, and whose."""
        rows = [(old, part) for part in self.parts for old in part.tidligere]
        return {old.her: tuple(row for row in rows if row[0].her == old.her) for old, _ in rows}

    @cached_property
    def _by_her(self) -> dict[str | None, Part]:
        return {part.her: part for part in self.parts}

    @cached_property
    def _by_service(self) -> dict[str | None, Part]:
        return {her: part for part in self.parts for her in part.tjenester}

    @cached_property
    def _common(self) -> Mapping[str, Frist]:
        return {**DEFAULTS, **self.frister.get(None, {})}

    @cached_property
    def _merged(self) -> Mapping[str | None, Mapping[str, Frist]]:
        return {nr: {**self._common, **own} for nr, own in self.frister.items()}


class AgreementError(Exception):
    """The agreement file cannot be used: `problems` names every line and what is wrong there."""

    def __init__(self, path: Path, problems: tuple[tuple[int, str], ...]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {text}" for line, text in problems))
        self.path = path
        self.problems = problems


def load(path: Path) -> Agreement:
    """Read an agreement file (docs/avtaler.md); raises AgreementError with all its faults."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise AgreementError(path, ((0, "filen finnes ikke eller kan ikke leses"),)) from None
    except UnicodeDecodeError:
        raise AgreementError(path, ((0, "filen er ikke UTF-8"),)) from None
    content, problems = check(text)
    if problems:
        raise AgreementError(path, problems)
    parts = tuple(Part(**row) for row in content.parts)
    return Agreement(content.produksjon, parts, content.frister, content.ikke_helse, content.enheter)
