"""A dead letter, from the list to the right content in its reader's hands; and looking at content."""

import re
from datetime import UTC, datetime

from browsing import Person, Sits
from installed import Installed
from playwright.sync_api import expect
from ward import spoilt

SOON_MS = 30_000


def opened(person: Person) -> None:
    """The newest dead letter, which waits behind what is new until it is asked for."""
    person.go("/strandet?vis=hver")
    person.page.locator("table.strandet tbody tr", has_text="LOG_INNLAGT").last.locator("a").first.click()
    expect(person.page.get_by_role("heading", name="Hva som er galt")).to_be_visible()


def test_edited_and_run_again(sits: Sits, installed: Installed) -> None:
    """Why it failed; what is wrong with it as one types; what one has changed; sent, and resolved live."""
    dag, cases = sits("dag"), installed.count("cases")
    dag.go("/strandet")
    installed.send(spoilt(datetime.now(UTC), 1)[1])
    expect(dag.page.locator(".nytt a")).to_be_visible(timeout=SOON_MS)
    assert installed.count("cases") == cases + 1
    with dag.page.expect_navigation():
        dag.press("n")
    opened(dag)
    expect(dag.page.get_by_text("Den ville feilet på samme måte.")).to_be_visible(timeout=SOON_MS)
    dag.page.get_by_role("link", name="Se og rediger innholdet").click()
    dag.page.get_by_label("Hvorfor trenger du å se det?").fill("Avsenderen har meldt feil")
    dag.press("Enter")
    verdict, field = dag.page.locator("#dom"), dag.page.locator("textarea[name=innhold]:visible")
    expect(verdict).to_contain_text("1 feil", timeout=SOON_MS)
    expect(verdict).to_contain_text("Tull")
    found = dag.grave()
    dag.page.locator("#dom [data-linje]").first.click()
    assert field.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == "<Tull/>"
    field.fill(field.input_value().replace("<Tull/>", ""))
    expect(verdict).to_contain_text("Ingen feil", timeout=SOON_MS)
    dag.page.get_by_role("button", name="Se forskjellen").click()
    expect(dag.page.locator(".forskjell .ut")).to_contain_text("Tull")
    found += dag.grave()
    assert found == []
    dag.page.get_by_label("Hvorfor rettes den?").fill("Elementet finnes ikke i skjemaet")
    dag.page.get_by_role("button", name="Send").click()
    expect(dag.page).to_have_url(re.compile("/strandet/[0-9a-f-]{36}$"))
    done = dag.page.locator(".ledd", has_text="løst")
    expect(done.or_(dag.page.locator(".nytt a", has_text="løst"))).to_be_visible(timeout=SOON_MS)
    dag.page.reload()
    expect(done).to_be_visible()
    expect(dag.page.locator("table.steg")).to_contain_text("Elementet finnes ikke i skjemaet")


def test_the_content_is_shown_for_a_reason(sits: Sits) -> None:
    """Without one the browser stops it; with one the XML is there, and the look is in the audit log."""
    alma, why = sits("alma"), "Sjekker adressen"
    alma.go("/meldinger")
    alma.page.locator("main table tbody a").first.click()
    alma.page.get_by_role("link", name="Se XML-en som mottatt").first.click()
    alma.page.get_by_role("button", name="Vis XML-en").click()
    expect(alma.page.get_by_role("heading", name="XML som mottatt")).to_be_visible()
    alma.page.get_by_label("Begrunnelse").first.fill(why)
    alma.page.get_by_role("button", name="Vis XML-en").click()
    expect(alma.page.locator("pre.xml")).to_contain_text("MsgHead")
    assert alma.grave() == []
    alma.go("/revisjon")
    expect(alma.page.locator("main table")).to_contain_text(why)
