"""A summary of a large archive that never was, for the tests of its report."""

from collections import Counter
from datetime import UTC, datetime

from broker.analyse.intake import Taken
from broker.analyse.summary import Summary
from schemas.agreements import Agreement, Part
from schemas.categories import WORDING

NOW = datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
EVIL = "<script>alert(1)</script> & sønn kommune"
KOMMUNER = ("Tromsø kommune", "Harstad kommune", "Narvik kommune", "Ålesund kommune", "Aremark kommune", EVIL)
LONG = "Ytterøyfjordhalvøyagrendesamarbeidet kommune"
STRANGER = "81234567"


def agreement() -> Agreement:
    """A hospital, a fastlege and some kommuner, their HER-ids from 90101 on."""
    kommuner = (
        Part(str(90101 + number), name, "kommune", kommunenr=str(5501 + number))
        for number, name in enumerate((*KOMMUNER, LONG))
    )
    hospital = Part("90001", "UNN HF", "helseforetak", egen=True)
    return Agreement(parts=(hospital, Part("90301", "Eksempel legekontor", "fastlege"), *kommuner))


def summary() -> Summary:
    """2 465 avvik: 2 345 til UNN, 120 fra UNN; and what else a report can hold."""
    found = Summary(
        Taken(
            messages=12_345,
            refused=Counter({"xsd.attribute_missing": 12, "msgid.reused": 3}),
            repeated=7,
            timed=12_000,
        )
    )
    found.taken.unused = 2
    found.patients, found.stays, found.avvik, found.tekniske = 2_100, 2_345, 2_465, 31
    found.first, found.last = datetime(2024, 12, 31, 23, 30, tzinfo=UTC), datetime(2026, 2, 27, tzinfo=UTC)
    found.by_type = Counter({"LOG_INNLAGT": 2_345, "EPIKRISE": 2_001, "APPREC": 8_000})
    found.ahead, found.strangers = 4, {STRANGER}
    found.by_rule = Counter({"R-U02": 345, "R-U12": 1_000, "R-U17": 1_120})
    found.by_kommune = Counter(
        {
            ("90101", "til_UNN"): 1_234,
            ("90102", "til_UNN"): 500,
            ("90103", "til_UNN"): 300,
            ("90104", "til_UNN"): 100,
            ("90105", "til_UNN"): 100,
            ("90106", "til_UNN"): 100,
            ("90107", "til_UNN"): 1,
            ("90301", "til_UNN"): 10,
            ("90101", "fra_UNN"): 120,
        }
    )
    causes = list(WORDING)
    found.by_category = Counter({(cause, "til_UNN"): 10 for cause in causes})
    found.by_category["EPIKRISE", "til_UNN"] = 2_345 - 10 * (len(causes) - 1)
    found.by_category["DIALOG", "fra_UNN"] = 120
    months = [f"2025-{month:02}" for month in range(1, 13)]
    found.by_month = Counter({(month, "til_UNN"): 150 for month in months})
    found.by_month["2026-02", "til_UNN"] = 545
    found.by_month["2025-03", "fra_UNN"] = 120
    found.by_state = Counter({"apen": 1_465, "levert_sent": 1_000})
    found.by_confidence = Counter({"hoy": 1_345, "middels": 1_120})
    return found
