"""The report of plo analyse: every figure in words and tables, safe to show, and nobody in it."""

import re
from collections import Counter
from itertools import pairwise

from archive_figures import EVIL, NOW, STRANGER, agreement, summary
from lxml import html

from broker.analyse.charts import Row, lying, standing
from broker.analyse.figures import by_kommune, by_month
from broker.analyse.intake import Taken
from broker.analyse.report import report
from broker.analyse.summary import Summary
from consumers.rules import RULES
from schemas.categories import WORDING

NBSP = "\u00a0"


def tables(page: str) -> dict[str, list[list[str]]]:
    """Caption -> the texts of its cells, row by row, the heading too."""
    return {
        table.findtext("caption"): [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
        for table in html.fromstring(page).iter("table")
    }


def test_every_figure_is_in_a_table() -> None:
    """Beside its chart, with sums; most til UNN first, the alphabet is Norwegian, and others are last."""
    rows = tables(report(summary(), agreement(), NOW))["Samhandlingsavvik per kommune"]
    assert rows == [
        ["Kommune", "til UNN", "fra UNN", "i alt"],
        ["Tromsø", f"1{NBSP}234", "120", f"1{NBSP}354"],
        ["Harstad", "500", "0", "500"],
        ["Narvik", "300", "0", "300"],
        [EVIL.removesuffix(" kommune"), "100", "0", "100"],
        ["Aremark", "100", "0", "100"],
        ["Ålesund", "100", "0", "100"],
        ["Ytterøyfjordhalvøyagrendesamarbeidet", "1", "0", "1"],
        ["Fastleger og andre", "10", "0", "10"],
        ["Sum", f"2{NBSP}345", "120", f"2{NBSP}465"],
    ]


def test_causes_have_the_words_of_the_arsmelding() -> None:
    """Each cause under the name that people know it by."""
    rows = tables(report(summary(), agreement(), NOW))["Samhandlingsavvik per årsak"]
    assert {row[0] for row in rows[1:-1]} == set(WORDING.values())
    assert rows[1] == ["Epikrise - mangelfull/manglende", f"2{NBSP}165", "0", f"2{NBSP}165"]


def test_every_rule_has_a_cause_with_words() -> None:
    """A rule of a new category must say what people call it."""
    assert RULES
    assert {rule.category for rule in RULES if not rule.teknisk} <= set(WORDING)


def test_months_without_avvik_are_there_too() -> None:
    """So that the axis is time; a stray year does not stretch it."""
    found = summary()
    names = [row.name for row in by_month(found)]
    assert (len(names), names[0], names[-2:]) == (
        14,
        f"jan.{NBSP}2025",
        [f"jan.{NBSP}2026", f"feb.{NBSP}2026"],
    )
    found.by_month["1926-02", "til_UNN"] = 1
    assert len(by_month(found)) == 14


def test_what_else_is_told() -> None:
    """Period, rules and what they mean, refused messages, unknown parties, and what was left out."""
    page = report(summary(), agreement(), NOW)
    text = " ".join(html.fromstring(page).text_content().replace(NBSP, " ").split())
    for told in (
        "Meldinger fra 1. jan. 2025 til 27. feb. 2026. Sett fra 1. mars 2026 kl. 12.00.",
        "12 345 meldinger er lest, om 2 100 pasienter og 2 345 sykehusopphold.",
        "automatisk avdekket",
        "For 12 000 av 12 345 filer er det oppgitt når de kom",
        "4 meldinger kom først etter",
        "2 linjer i CSV-en om når filene kom, gjelder filer som ikke er i arkivet.",
        "12 345 lest, 15 avvist, 7 gjentatt.",
    ):
        assert told in text, told
    found = tables(page)
    (meant,) = (row for row in found["Samhandlingsavvik per regel"] if row[0] == "R-U17")
    assert meant[1].startswith("Manglende epikrise") and len(meant[1]) > 40
    assert found["Avviste meldinger, etter første feil"][1] == [
        "xsd.attribute_missing", "Et attributt som må være med, mangler.", "12",
    ]  # fmt: skip
    assert STRANGER in text


def test_names_cannot_be_markup() -> None:
    """The name of a party is text, wherever it stands."""
    page = report(summary(), agreement(), NOW)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/") == page.count("alert(1)") > 1


def test_nothing_of_a_patient_and_nothing_from_elsewhere() -> None:
    """No pid, stay or MsgId: nothing looks like one. No address either, so it works offline."""
    page = report(summary(), agreement(), NOW)
    assert not re.search(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-|\b\d{11}\b", page)
    assert not re.search(r"https?:|//|@import|src=|href=", page)


def test_an_archive_without_avvik() -> None:
    """All is said in words; there is no empty chart."""
    page = report(Summary(Taken(messages=1)), agreement(), NOW)
    assert page.count("Ingen samhandlingsavvik å vise.") == 3
    assert 'class="chart"' not in page
    assert "1 melding er lest, om 0 pasienter" in page.replace(NBSP, " ")


def test_other_hospitals_have_a_column_when_there_are_any() -> None:
    """Avvik that are neither til nor fra UNN are not lost from the sums."""
    found = summary()
    found.by_kommune["90102", "ingen"] = 9
    rows = tables(report(found, agreement(), NOW))["Samhandlingsavvik per kommune"]
    assert rows[0] == ["Kommune", "til UNN", "fra UNN", "andre", "i alt"]
    assert rows[2] == ["Harstad", "500", "0", "9", "509"]
    assert rows[-1][-1] == f"2{NBSP}474"


def test_bars_are_as_long_as_their_numbers() -> None:
    """And none is drawn for 0; columns stand on the floor."""
    rows = [Row("a", (200, 0, 0)), Row("b", (50, 100, 0))]
    assert [(bar.series, bar.width) for bar in lying(rows).bars] == [("til", 68), ("til", 17), ("fra", 34)]
    chart = standing(rows)
    assert [bar.height for bar in chart.bars] == [150, 0, 37.5, 75]
    assert {bar.y + bar.height for bar in chart.bars} == {chart.floor}
    assert max(bar.x + bar.width for bar in chart.bars) <= 100


def test_names_below_columns_have_room() -> None:
    """Four at most, and none that would run out of the page; one column has its own."""
    for count in range(1, 40):
        labels = standing([Row(f"m{line}", (1, 0, 0)) for line in range(count)]).labels
        places = [label.x for label in labels]
        assert places[0] == 0 and places[-1] <= 80
        assert all(later - place >= 100 / 4 for place, later in pairwise(places)), count


def test_parties_of_one_name_are_one_row() -> None:
    """Fastleger and others are together, however many they are."""
    found = Summary(Taken())
    found.by_kommune = Counter({("90301", "fra_UNN"): 1, ("ukjent", "fra_UNN"): 2})
    assert by_kommune(found, agreement()) == [Row("Fastleger og andre", (0, 3, 0))]
