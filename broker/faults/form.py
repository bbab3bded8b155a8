"""Codes of the form of a message: is it XML, and does it follow its schema?"""

from broker.faults.row import Row

XML = (
    Row(
        "xml.not_well_formed",
        "Filen er ikke velformet XML.",
        "Se linjen og kolonnen: ofte er filen avkortet, eller `&` er ikke skrevet `&amp;`.",
    ),
    Row("xml.encoding", "Tegnsettet kan ikke brukes.", "Send UTF-8, og oppgi det i XML-deklarasjonen."),
    Row("xml.doctype", "Filen har en DOCTYPE.", "Ta den bort: meldingene har ingen."),
    Row(
        "xml.entity",
        "Filen viser til en entitet som ikke er en av XMLs egne.",
        "Skriv tegnet selv, eller som `&#…;`.",
    ),
    Row(
        "xml.too_large",
        "Meldingen er større enn grensen.",
        "Del opp eller ta bort vedlegg; grensen er PLO_MAX_MESSAGE_BYTES.",
    ),
    Row("xml.text_too_long", "En tekst er for lang.", "Legg store innhold som vedlegg."),
    Row(
        "xml.too_deep",
        "Elementene ligger for dypt i hverandre.",
        "Meldingen er ikke etter standarden; se på avsenderens system.",
    ),
    Row(
        "xml.too_many_elements",
        "Filen har for mange elementer.",
        "Meldingen er ikke etter standarden; se på avsenderens system.",
    ),
    Row(
        "xml.namespace_too_long",
        "Navnet på et navnerom er for langt.",
        "Meldingen er ikke etter standarden; se på avsenderens system.",
    ),
    Row(
        "xml.too_many_attributes",
        "Et element har for mange attributter.",
        "Meldingen er ikke etter standarden; se på avsenderens system.",
    ),
)
"""T01: nobody can read it."""

XSD = (
    Row("xsd.missing", "Noe som må være med, mangler.", "Legg det inn på det oppgitte stedet."),
    Row("xsd.order", "Rekkefølgen av elementene er feil.", "Flytt elementet dit teksten sier."),
    Row(
        "xsd.unexpected",
        "Et element står der det ikke skal stå, eller er ukjent.",
        "Rett navnet, flytt det, eller ta det bort.",
    ),
    Row(
        "xsd.too_many",
        "Et element står flere ganger enn tillatt.",
        "Behold så mange som skjemaet tillater.",
    ),
    Row("xsd.datatype", "Innholdet har feil datatype.", "Skriv det slik «Forventet» sier."),
    Row("xsd.enumeration", "Verdien er ikke en av de tillatte.", "Bruk en av dem «Forventet» nevner."),
    Row("xsd.fixed", "Verdien er låst av skjemaet.", "Bruk den «Forventet» nevner."),
    Row(
        "xsd.attribute", "Et attributt er ukjent eller skal ikke være der.", "Ta det bort, eller rett navnet."
    ),
    Row("xsd.attribute_missing", "Et attributt som må være med, mangler.", "Legg det til."),
    Row("xsd.text", "Det står tekst der bare elementer skal stå.", "Ta teksten bort."),
    Row(
        "xsd.namespace",
        "Et element har feil navnerom.",
        "Bytt til navnerommet «Forventet» nevner.",
    ),
    Row(
        "xsd.version",
        "Et element er fra en annen versjon av standarden enn resten.",
        "Bruk samme versjon i hele innholdet: bytt navnerommet til det «Forventet» nevner.",
    ),
    Row("xsd.root", "Roten er feil.", "Roten skal være MsgHead, Message (epikrise) eller AppRec."),
    Row("xsd.other", "Annet brudd på skjemaet.", "Se stedet og teksten."),
    Row("xsd.more", "Det er flere feil samme sted enn de som er vist.", "Rett de viste først."),
    Row(
        "xsd.incomplete",
        "Ikke alle feil er funnet: det tok for lang tid, eller de er flere enn 50.",
        "Rett de viste, og prøv igjen.",
    ),
)
"""T02: it does not follow its schema."""
