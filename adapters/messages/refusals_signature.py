"""Why a signed message is refused, in words for the one who sent it (8221: S01, S02, S03, S99)."""

from dataclasses import replace

from adapters.errors import Problem

_SIGNATURE = "/mh:MsgHead/ds:Signature"
_CERTIFICATE = f"{_SIGNATURE}/ds:KeyInfo/ds:X509Data/ds:X509Certificate"

WRONG = Problem(
    code="signature.wrong",
    apprec="S01",
    text="Signaturen stemmer ikke: meldingen eller signaturen er endret etter at meldingen ble signert."
    " Signer meldingen på nytt, og send den uten å endre noe etterpå, heller ikke linjeskift eller innrykk.",
    path=_SIGNATURE,
)
UNREADABLE = Problem(
    code="certificate.unreadable",
    apprec="S02",
    text="Sertifikatet i signaturen kan ikke leses. Legg ved hele sertifikatet (DER, base64).",
    path=_CERTIFICATE,
    expected="X.509-sertifikat",
)
EXPIRED = Problem(
    code="certificate.expired",
    apprec="S02",
    text="Sertifikatet var ikke gyldig da meldingen ble laget: det er utløpt, eller ikke gyldig ennå."
    " Signer meldingen med et gyldig sertifikat.",
    path=_CERTIFICATE,
)
UNTRUSTED = Problem(
    code="certificate.untrusted",
    apprec="S02",
    text="Sertifikatet er ikke utstedt av en sertifikatutsteder som mottakeren godtar, eller det er ikke til"
    " signering. Signer meldingen med virksomhetens signeringssertifikat, og legg ved mellomsertifikatene.",
    path=_CERTIFICATE,
)
REVOKED = Problem(
    code="certificate.revoked",
    apprec="S03",
    text="Sertifikatet er trukket tilbake av utstederen. Signer meldingen med et gyldig sertifikat.",
    path=_CERTIFICATE,
)

_FORM = Problem(code="signature.form", apprec="S99", text="", path=_SIGNATURE)
REFERENCE = replace(
    _FORM,
    text="Signaturen må ha én referanse, og den må gjelde hele meldingen.",
    path=f"{_SIGNATURE}/ds:SignedInfo/ds:Reference",
    expected='én Reference med URI=""',
)
TRANSFORM = replace(
    _FORM,
    text="Signaturen bruker en transformasjon eller kanonisering som ikke godtas."
    " Bruk enveloped-signature, og eventuelt C14N etter den.",
    path=f"{_SIGNATURE}/ds:SignedInfo",
    expected="enveloped-signature, C14N 1.0 eller 1.1, eksklusiv C14N 1.0",
)
ALGORITHM = replace(
    _FORM,
    text="Signaturen bruker en algoritme som ikke godtas. SHA-1, DSA og HMAC godtas ikke.",
    path=f"{_SIGNATURE}/ds:SignedInfo",
    expected="RSA, RSA-PSS eller ECDSA med SHA-256, SHA-384 eller SHA-512",
)
NO_CERTIFICATE = replace(
    _FORM,
    text="Signaturen har ikke med sertifikatet sitt, eller den har for mange. Legg det i KeyInfo/X509Data.",
    path=f"{_SIGNATURE}/ds:KeyInfo",
    expected="ett til fem X509Certificate",
)
TOO_COMPLEX = replace(
    _FORM,
    text="Meldingen erklærer for mange eller for lange navnerom til at signaturen kan kontrolleres.",
)
