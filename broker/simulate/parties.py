"""The parties of the simulation, as in schemas/avtale_demo.toml; all HER-ids are invented."""

from typing import Final

from broker.simulate.head import Party

HOSPITAL: Final = Party("Universitetssykehuset Nord-Norge HF", "90001", "Medisinsk avdeling", "90002")
TROMSO: Final = Party("Tromsø kommune", "90101", "Sykepleietjenesten", "90102")
HARSTAD: Final = Party("Harstad kommune", "90201", "Sykepleietjenesten", "90202")
FASTLEGE: Final = Party("Demo legesenter", "90301", "Rita Øvelseslege", "90302", is_doctor=True)

UNN: Final = HOSPITAL.her
PARTIES: Final = (UNN, TROMSO.her, HARSTAD.her)
"""Level 1, the hospital first."""
