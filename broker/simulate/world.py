"""The parties of `plo simulate`, and the agreement between them; all HER-ids are invented."""

from dataclasses import dataclass, field, replace
from typing import Final

from broker.simulate.head import Party


@dataclass(frozen=True, slots=True)
class Kommune:
    """A kommune, and the doctor of its patients.

    Attributes:
        nr: kommunenummer.
        pleie, saksbehandler: its two services; both have the HER-id of the kommune on level 1.
        egen: the broker answers for it; the others send AppRecs themselves.
        dekning: we see what epikriser its mailbox gets.
        innlagt_h, rapport_h: its own limits for LOG_INNLAGT and the innleggelsesrapport, in hours.
    """

    nr: str
    pleie: Party
    saksbehandler: Party
    fastlege: Party
    egen: bool = False
    dekning: bool = True
    innlagt_h: int = 24
    rapport_h: int = 24

    @property
    def her(self) -> str:
        """Level-1 HER-id."""
        return self.pleie.her


def _kommune(name: str, nr: str, her: int, **other: int | bool) -> Kommune:
    pleie = Party(f"{name} kommune", str(her), "Sykepleietjenesten", str(her + 1))
    saksbehandler = replace(pleie, service="Saksbehandlertjenesten", service_her=str(her + 2))
    doctor = Party(f"{name} legesenter", str(her + 10), "Rita Øvelseslege", str(her + 11), is_doctor=True)
    return Kommune(nr, pleie, saksbehandler, doctor, **other)  # type: ignore[arg-type]


UNN: Final = Party("Universitetssykehuset Nord-Norge HF", "80001", "Medisinsk avdeling", "80002")
NORDLAND: Final = Party("Nordlandssykehuset HF", "80051", "Kirurgisk avdeling", "80052")
KAD: Final = Party("Øyeblikkelig hjelp døgntilbud Tromsø", "80071", "Døgnposten", "80072")

KOMMUNER: Final = (
    _kommune("Tromsø", "5501", 80100, innlagt_h=12),
    _kommune("Harstad", "5503", 80200),
    _kommune("Narvik", "1806", 80300, rapport_h=36),
    _kommune("Balsfjord", "5532", 80400, egen=True, dekning=False),
)

UKJENT_SYKEHUS: Final = Party("Sykehuset ingen kjenner", "80901", "Sengepost", "80902")
UKJENT_KOMMUNE: Final = Party("Kommunen ingen kjenner", "80911", "Sykepleietjenesten", "80912")
"""In no agreement: traffic that passes by."""


@dataclass(slots=True)
class _Part:
    party: Party
    kind: str
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        start = f'[[part]]\nher = "{self.party.her}"\nnavn = "{self.party.name}"\nkind = "{self.kind}"\n'
        return start + "".join(f"{line}\n" for line in self.lines)


def agreement() -> str:
    """The agreement file (docs/avtaler.md) that goes with every simulation."""
    parts = [
        _Part(UNN, "helseforetak", ["egen = true"]),
        _Part(NORDLAND, "helseforetak", ["egen = true"]),
        _Part(KAD, "kad", ["egen = true"]),
    ]
    limits = ["[frister]"]
    for each in KOMMUNER:
        hers = f'["{each.pleie.service_her}", "{each.saksbehandler.service_her}"]'
        lines = [f'kommunenr = "{each.nr}"', f"tjenester = {hers}"]
        lines += ["egen = true"] if each.egen else []
        lines += ['dekning = ["epikrise"]'] if each.dekning else []
        parts += [_Part(each.pleie, "kommune", lines), _Part(each.fastlege, "fastlege")]
        limits += [
            "",
            f'[frister.kommune."{each.nr}"]',
            f'"log_innlagt.hard" = "{each.innlagt_h} h"',
            f'"innleggelsesrapport" = "{each.rapport_h} h"',
        ]
    title = "# Avtalen til plo simulate. Partene og HER-id-ene er oppdiktet.\n"
    return "\n".join([f"{title}produksjon = false\n", *map(str, parts), *limits]) + "\n"


OWN: Final = frozenset(party.her for party in (UNN, NORDLAND, KAD)) | {k.her for k in KOMMUNER if k.egen}
"""Level-1 HER-ids whose AppRecs the broker gives; nobody else sends them."""
SILENT: Final = OWN | {UKJENT_SYKEHUS.her, UKJENT_KOMMUNE.her}
"""From whom no AppRec comes."""
