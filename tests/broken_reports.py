"""The official utskrivningsrapport, broken in one way at a time, and what its sender should be told."""

from pathlib import Path

STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards"
REPORT = next(STANDARDS.rglob("Utskrivningsrapport_v1-6_Ny.xml")).read_bytes()
HEAD = "/mh:MsgHead/mh:MsgInfo"
PAYLOAD = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content/p8:TverrfagligEpikrise"
MSG_ID = b"<MsgId>52c04610-0818-11e8-b566-0800200c9a66</MsgId>"
VERSION = b"<MIGversion>v1.2 2006-05-24</MIGversion>"
GEN_DATE = b"<GenDate>2018-02-02T15:40:23</GenDate>"
ALONE = b"<BorAlene>true</BorAlene>"
HER = b'<TypeId V="HER" DN="HER-id" S="2.16.578.1.12.4.1.1.9051"/>'
KIND = b'm1:basiskomponenttype="EPJ sak"'
SENDER = f"{HEAD}/mh:Sender/mh:Organisation/mh:Ident"
PATIENT = f"{PAYLOAD}/po:TilleggsopplysningPasient"
CAVE = f"{PAYLOAD}/po:MedisinskfagligeOpplysninger/epj1:Cave"
STATUS = b'<Forsendelsesstatus V="N" DN="Ny"/>'
XS = b"http://www.w3.org/2001/XMLSchema"
OLD, NEW = b"po/TverrfagligEpikrise/2009-06-30", b"po/TverrfagligEpikrise/2012-04-01"
OLD_PARTS, NEW_PARTS = b"po/poKomponent/2009-06-30", b"po/poKomponent/2012-04-01"
KITH = "http://www.kith.no/xmlstds"

# change; code, path, line; words of the sentence; found; expected (None: not compared)
FAULTS = [
    (
        (MSG_ID, b""),
        ("missing", HEAD, 11),
        "«MsgId» mangler i «MsgInfo»", "mh:Sender", "mh:MsgId",
    ),
    (
        (STATUS, b""),
        ("missing", f"{PAYLOAD}/po:InformasjonOmForsendelsen", 65),
        "først", "slutten av po:InformasjonOmForsendelsen", "po:Forsendelsesstatus",
    ),
    (
        (GEN_DATE + b"\n\t\t" + MSG_ID, MSG_ID + GEN_DATE),
        ("order", f"{HEAD}/mh:GenDate", 9),
        "foran «MsgId»", "mh:GenDate etter mh:MsgId", "mh:GenDate foran mh:MsgId",
    ),
    (
        (b"<Id>59</Id>\n\t\t\t\t\t" + HER, HER + b"<Id>59</Id>"),
        ("order", f"{SENDER}/mh:Id", 15),
        "foran «TypeId»", "mh:Id etter mh:TypeId", "mh:Id foran mh:TypeId",
    ),
    (
        (b"</MsgInfo>", b"<Tull/></MsgInfo>"),
        ("unexpected", f"{HEAD}/mh:Tull", 58),
        "«Tull» hører ikke hjemme", "mh:Tull", "ikke noe mer i mh:MsgInfo",
    ),
    (
        (MSG_ID, MSG_ID * 2),
        ("too_many", f"{HEAD}/mh:MsgId[2]", 10),
        "en gang for mye", "2 mh:MsgId", "høyst 1 mh:MsgId",
    ),
    (
        (GEN_DATE, b"<GenDate>02.02.2018</GenDate>"),
        ("datatype", f"{HEAD}/mh:GenDate", 9),
        "«GenDate» har ikke gyldig innhold", "dato med dagen først",
        "dato og klokkeslett, for eksempel 2026-02-12T14:05:00",
    ),
    (
        (b'V="2018-02-02T15:30:01"', b'V="i dag"'),
        ("datatype", "/mh:MsgHead/mh:Document/mh:RefDoc/mh:IssueDate/@V", 61),
        "«V» på «IssueDate»", "flere ord",
        "dato, eventuelt med klokkeslett: 2026-02-12 eller 2026-02-12T14:05:00",
    ),
    (
        (ALONE, b"<BorAlene/>"),
        ("datatype", f"{PATIENT}/po:BorAlene", 70),
        "«BorAlene»", "tomt", "true eller false",
    ),
    (
        (ALONE, ALONE.replace(b"<BorAlene", b'<BorAlene xmlns:xs="%s" xsi:type="xs:string"' % XS)),
        ("other", f"{PATIENT}/po:BorAlene", 70),
        "Fjern xsi:nil og xsi:type", "xsi:type", "et element uten xsi:nil og xsi:type",
    ),
    (
        (b'S="2.16.578.1.12.4.1.1.9051"', b'S="2..16"'),
        ("datatype", f"{SENDER}/mh:TypeId/@S", 16),
        "OID", "siffer og punktum", None,
    ),
    (
        (VERSION, b"<MIGversion>1</MIGversion>"),
        ("fixed", f"{HEAD}/mh:MIGversion", 8),
        "«MIGversion» har feil verdi", "bare siffer", "v1.2 2006-05-24",
    ),
    (
        (KIND, b'm1:basiskomponenttype="x"'),
        ("fixed", f"{CAVE}/@m1:basiskomponenttype", 136),
        "«EPJ sak»", "ett ord", "EPJ sak",
    ),
    (
        (KIND, b""),
        ("attribute_missing", CAVE, 136),
        "mangler på «Cave»", "m1:informasjonskategori, komponentID, m1:komponenttype",
        "m1:basiskomponenttype",
    ),
    (
        (b'<Sex V="1"', b'<Sex v="1"'),
        ("attribute", f"{HEAD}/mh:Patient/mh:Sex/@v", 47),
        "«v» hører ikke hjemme", "v", "DN eller V",
    ),
    (
        (b"<MsgInfo>", b'<MsgInfo xsi:q="1">'),
        ("attribute", f"{HEAD}/@xsi:q", 6),
        "«q»", "xsi:q", "ingen attributter",
    ),
    (
        (b"po/TverrfagligEpikrise/2012-04-01", b"po/TverrfagligEpikrise/1999-04-01"),
        ("namespace", PAYLOAD.replace("p8:", "?:"), 64),
        "«TverrfagligEpikrise» har et ukjent navnerom. Bytt det til", "et ukjent navnerom", None,
    ),
    (
        (b"<MsgInfo>", b"<MsgInfo>hei"),
        ("text", HEAD, 6),
        "ikke ha tekst", "tekst", "bare elementer",
    ),
    (
        (ALONE, b"<BorAlene>true<a/></BorAlene>"),
        ("unexpected", f"{PATIENT}/po:BorAlene", 70),
        "bare ha tekst", "po:a", "true eller false",
    ),
    (
        (NEW, OLD),
        ("version", f"{PAYLOAD}/po:InformasjonOmForsendelsen", 65),
        "er fra PLO 1.6, men her skal det være PLO 1.5", "navnerommet til PLO 1.6",
        f"{KITH}/{OLD_PARTS.decode()} (PLO 1.5)",
    ),
    (
        (NEW_PARTS, OLD_PARTS),
        ("version", f"{PAYLOAD}/po:InformasjonOmForsendelsen", 65),
        "er fra PLO 1.5, men her skal det være PLO 1.6", "navnerommet til PLO 1.5",
        f"{KITH}/{NEW_PARTS.decode()} (PLO 1.6)",
    ),
    (
        (b"<MsgInfo>", b'<MsgInfo xmlns="">'),
        ("namespace", "/mh:MsgHead/MsgInfo", 6),
        "«MsgInfo» har ikke noe navnerom", "ikke noe navnerom",
        f"{KITH}/msghead/2006-05-24 (Hodemelding 1.2)",
    ),
    (
        (b"epj/epj1/2008-02-20", b"epj/epj1/2008"),
        ("namespace", CAVE.replace("epj1:", "?:"), 136),
        "«Cave» har et ukjent navnerom", "et ukjent navnerom", f"{KITH}/epj/epj1/2008-02-20 (EPJ-innhold)",
    ),
]  # fmt: skip


def broken(*changes: tuple[bytes, bytes]) -> bytes:
    """The report with something replaced, once each."""
    raw = REPORT
    for old, new in changes:
        assert old in raw, old
        raw = raw.replace(old, new, 1)
    return raw
