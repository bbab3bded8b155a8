"""The one message of PLO 2.0 that a simulation has: the kommune's answer with a date (messages.md §4)."""

from broker.simulate.draft import Draft
from broker.simulate.head import STATUS_NAMES, Head, moment, msghead

_PO = "http://ehelse.no/xmlstds/po"
UKJENT = "UKJENT"
"""8279 has no value for it."""


def tilbakemelding_xml(draft: Draft, head: Head) -> bytes:
    """TilbakemeldingUtskrivningsklarPasient: the event `plass` tells when there is a place."""
    when = moment(draft.says["plass"])
    status = f'<Forsendelsesstatus V="{draft.status}" DN="{STATUS_NAMES[draft.status]}"/>'
    about = f"<InformasjonOmForsendelsen>{status}</InformasjonOmForsendelsen>"
    time = f"<TidspunktForHendelse>{when}</TidspunktForHendelse><Anslag>false</Anslag>"
    event = f"<TidsfestetHendelse>{time}</TidsfestetHendelse>"
    answer = "TilbakemeldingUtskrivningsklarPasient"
    payload = (
        f'<p:Pasientlogistikk xmlns:p="{_PO}/Pasientlogistikk/2016-05-30"'
        f' xmlns="{_PO}/poKomponent/2017-11-30">'
        f"<FellesAdministrativeOpplysninger>{about}</FellesAdministrativeOpplysninger>"
        f"<p:{answer}>{event}</p:{answer}></p:Pasientlogistikk>"
    )
    return msghead(UKJENT, head, payload)
