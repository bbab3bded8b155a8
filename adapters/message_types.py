"""Which message types may be told of outside a message."""

TYPES = frozenset(
    (
        "APPREC",
        "DIALOG_AVVIK",
        "DIALOG_FORESPORSEL",
        "DIALOG_HELSEFAGLIG",
        "DIALOG_NOTAT",
        "DIALOG_SVAR",
        "EPIKRISE",
        "EPJ-EKSTRAKT",
        "FRAVARSMELDING",
        "HELSEOPPLYSNINGER_LEGE",
        "HELSEOPPL_SOKNAD",
        "INNLEGGELSESRAPPORT",
        "LOG_AVMELDING",
        "LOG_DOD",
        "LOG_INNLAGT",
        "LOG_UTSKREVET",
        "LOG_UTSKRIVNINGSKLAR",
        "MEDISINSKE_OPPLYSNINGER",
        "ORIENTERING_TJENESTETILBUD",
        "UTSKRIVNINGSRAPPORT",
    )
)
"""Kodeverk 8279; any other text in a message's Type could be anything, and becomes "annet"."""
