"""What is put into documents: good values for every type of the schemas, and much that is good nowhere."""

from itertools import product

XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
KITH = "http://www.kith.no/xmlstds"
PERSONS = f"{KITH}/felleskomponent1"
HEAD = f"{KITH}/msghead/2006-05-24"
APPREC_10 = f"{KITH}/apprec/2004-11-21"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
BASE64 = f"{{{KITH}/base64container}}Base64Container"

# One valid value for each built-in type the schemas use.
VALUES = {
    "string": "tekst", "token": "kode", "NMTOKEN": "kode", "boolean": "true", "integer": "7",
    "double": "2.5e1", "decimal": "1.5", "date": "2025-03-02", "dateTime": "2025-03-02T10:15:00",
    "time": "10:15:00", "gYear": "2025", "gYearMonth": "2025-03", "anyURI": "urn:x",
    "base64Binary": "JVBERi0xLjcK",
}  # fmt: skip
# Values that tell one type from another: each is right somewhere and wrong elsewhere.
POOL = (
    *VALUES.values(), "", " ", "x y", " kode ", "0", "-1", "false", "TRUE", "INF", "NaN", "Q", "http://[x",
    "1.2.578", " 1.2.578 ", "1..2", ".1", "1.", "2" * 40, "2" * 40 + "x", "\u0661.\u0662", "x" * 2_000,
    "2025-02-30", "2025-03-02Z", "02.03.2025", "25:00:00", "2025-03-02T10:15:00.5+01:00",
    "2025-03-02T24:00:00", "SHA-1", "TXT", "B64", "text/plain", "Z", "GZ", "ZL", "DF",
    "NI", "NA", "UNK", "NASK", "ASKU", "NAV", "OTH", "PINF", "NINF",
    "Legemidler", "Cave/allergier", "Andre notater", "Uspesifisert", "Mappe", "Dokument", "Fragment",
    "Dataelement", "Tilleggsinfo", "EPJ sak", "EPJ dokument", "EPJ fragment", "EPJ ekstrakt",
    "Importert EPJ sak", "Importert EPJ dokument", "v1.2 2006-05-24", "v1.1 2012-02-15",
)  # fmt: skip
MARKS = ("basiskomponenttype", "komponenttype", "informasjonskategori")
ATTRIBUTES = (
    *product(("V", "DN", "OT", "U", "Id", "Type", "URI", "komponentID", "{urn:ukjent}a"), ("kode",)),
    *product(("S", "V"), ("1.2.578", " 1.2.578 ", "2025-03-02")),
    *product((f"{{{KITH}}}{n}" for n in ("NULL", "MT", "COMPN", "ICA", "IC", "ENC")), ("kode", "QUJD")),
    *product((f"{{{KITH}/epj/meta/2008-02-20}}{n}" for n in MARKS), ("kode", "Dokument", "Legemidler")),
    (f"{{{XSI}}}nil", "true"), (f"{{{XSI}}}schemaLocation", "urn:x x.xsd"),
)  # fmt: skip
# The last names of PERSONS, HEAD and APPREC_10 are groups of ours, which must not pass for types.
TYPES = (
    *product((XS,), ("anyType", "normalizedString", "int", *VALUES)),
    *product(
        (KITH,),
        ("CS", "CV", "TS", "PQ", "MO", "REAL", "BL", "ST", "INT", "URL", "RTO", "ED", "TN", "base", "oid"),
    ),
    *product(
        (PERSONS,), ("Person", "HealthcareProfessional", "Organisation", "Ident", "Address", "Privatperson")
    ),
    *product((HEAD,), ("Ident", "Address", "TeleCom", "oid", "Helsepersonell")),
    *product((APPREC_10,), ("CS", "CV", "URL", "oid", "NavnOgId")),
    *product((SIGNATURE,), ("DigestValueType", "CryptoBinary", "ReferenceType", "ObjectType")),
)
STRANGERS = ("{urn:fremmed}ting", "ting", BASE64, f"{{{KITH}}}REF", f"{{{SIGNATURE}}}KeyName")
