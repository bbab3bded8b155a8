"""Every message of PLO, in every version: its row in the table of messages (messages.md §3)."""

from adapters.messages.namespaces import PLO_15 as DATE_15
from adapters.messages.namespaces import PLO_16 as DATE_16
from adapters.messages.namespaces import plo, plo_20, tag
from adapters.messages.plo.edition import PLO_15, PLO_16, PLO_20, Edition
from adapters.messages.plo.pasientlogistikk import TYPES, Pasientlogistikk
from adapters.messages.plo.rapport import Rapport
from adapters.messages.plo.reports import REPORTS, Report
from adapters.messages.row import Row

_SWITCHED_OFF = "PLO 2.0 leses bare når mottakeren har slått på innstillingen PLO_PLO20. Bruk versjon 1.6."
_ALIAS = "Bruk navnerommet HelseopplysningerVedSoknad/2012-04-01, som det offisielle skjemaet har."
_LOGISTIKK, _SOKNAD = "Pasientlogistikk", "HelseopplysningerVedSoknad"


def _logistikk(edition: Edition, namespace: str) -> Row:
    reader = Pasientlogistikk.of(edition, namespace)
    optional = edition is PLO_20
    return Row(
        tag(namespace, _LOGISTIKK),
        _LOGISTIKK,
        edition.version,
        TYPES,
        reader.read,
        edition.status,
        reader.type_of,
        _SWITCHED_OFF if optional else "",
        optional,
    )


def _report(report: Report, edition: Edition, namespace: str) -> Row:
    optional = edition is PLO_20
    return Row(
        tag(namespace, report.root),
        report.name,
        edition.version,
        report.types,
        Rapport(edition, report.event, report.type_of_event, report.fields).read,
        edition.status,
        advice=_SWITCHED_OFF if optional else "",
        plo20=optional,
    )


ROWS: tuple[Row, ...] = (
    _logistikk(PLO_15, plo(_LOGISTIKK, DATE_15)),
    _logistikk(PLO_16, plo(_LOGISTIKK, DATE_16)),
    _logistikk(PLO_20, plo_20(_LOGISTIKK)),
    *(_report(each, edition, namespace) for each in REPORTS for edition, namespace in each.namespaces),
    # HIS 80704:2014 prints this namespace in its table; the schema and the examples have the one above
    Row(
        tag(plo("Helseopplysninger"), _SOKNAD),
        "Helseopplysninger",
        "1.6",
        ("HELSEOPPL_SOKNAD",),
        advice=_ALIAS,
    ),
)
