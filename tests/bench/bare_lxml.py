"""The limit of the machine: parse, validate and read fifteen fields with lxml, in one process, no I/O.

python -m bench.bare_lxml <warm-up s> <measure s>
"""

import sys
from itertools import cycle

from bench.bodies import bodies, msg_id
from bench.child import Window, await_go, give
from judging import ROOT
from lxml import etree

MSGHEAD = (
    "/m:MsgHead/m:MsgInfo/m:Type/@V",
    "/m:MsgHead/m:MsgInfo/m:MIGversion/text()",
    "/m:MsgHead/m:MsgInfo/m:GenDate/text()",
    "/m:MsgHead/m:MsgInfo/m:MsgId/text()",
    "/m:MsgHead/m:MsgInfo/m:Sender/m:Organisation/m:Ident[m:TypeId/@V='HER']/m:Id/text()",
    "/m:MsgHead/m:MsgInfo/m:Sender/m:Organisation/m:Organisation/m:Ident[m:TypeId/@V='HER']/m:Id/text()",
    "/m:MsgHead/m:MsgInfo/m:Receiver/m:Organisation/m:Ident[m:TypeId/@V='HER']/m:Id/text()",
    "/m:MsgHead/m:MsgInfo/m:Receiver/m:Organisation/m:Organisation/m:Ident[m:TypeId/@V='HER']/m:Id/text()",
    "/m:MsgHead/m:MsgInfo/m:Patient/m:Ident[m:TypeId/@V='FNR']/m:Id/text()",
    "/m:MsgHead/m:MsgInfo/m:Patient/m:FamilyName/text()",
    "/m:MsgHead/m:MsgInfo/m:Patient/m:GivenName/text()",
    "/m:MsgHead/m:MsgInfo/m:Patient/m:DateOfBirth/text()",
    "/m:MsgHead/m:MsgInfo/m:ConversationRef/m:RefToConversation/text()",
    "/m:MsgHead/m:Document/m:RefDoc/m:IssueDate/@V",
    "local-name(/m:MsgHead/m:Document/m:RefDoc/m:Content/*)",
)
EPIKRISE = (
    "/e:Message/e:Type/@V",
    "/e:Message/e:MIGversion/text()",
    "/e:Message/e:GenDate/@V",
    "/e:Message/e:MsgId/text()",
    "/e:Message/e:ServRprt/e:ServType/@V",
    "/e:Message/e:ServRprt/e:IssueDate/@V",
    "/e:Message/e:ServRprt/e:ServProvId/text()",
    "/e:Message/e:ServRprt/e:Event/e:ReportedEvent/e:StartDateTime/@V",
    "/e:Message/e:ServRprt/e:Event/e:ReportedEvent/e:EndDateTime/@V",
    "/e:Message/e:ServRprt/e:Event/e:AdmOutcome/@V",
    "/e:Message/e:ServRprt/e:Event/e:Service/e:AdmCat/@V",
    "/e:Message/e:ServRprt/e:Patient/e:OffId/text()",
    "/e:Message/e:ServRprt/e:Patient/e:Name/text()",
    "/e:Message/e:ServRprt/e:ServProvider//e:Id/text()",
    "/e:Message/e:ServRprt/e:Requester//e:Id/text()",
)
NAMES = {
    "m": "http://www.kith.no/xmlstds/msghead/2006-05-24",
    "e": "http://www.kith.no/xmlstds/epikrise/2012-02-15",
}


def compiled(paths: tuple[str, ...]) -> list[etree.XPath]:
    return [etree.XPath(path, namespaces=NAMES, smart_strings=False) for path in paths]


def main(warm_s: float, measure_s: float) -> None:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    schema = etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "xsd" / "driver-all.xsd")))
    fields = {f"{{{NAMES['m']}}}MsgHead": compiled(MSGHEAD), f"{{{NAMES['e']}}}Message": compiled(EPIKRISE)}
    texts = [body.of(msg_id(0, number)) for number, body in enumerate(bodies())]
    await_go()
    window, count = Window(warm_s, measure_s), 0
    for raw in cycle(texts):
        if window.over():
            break
        root = etree.fromstring(raw, parser)
        if not schema.validate(root):
            raise AssertionError("an example is invalid")
        for path in fields[root.tag]:
            path(root)
        count += window.warm
    give(count=count, wall_s=window.wall_s, cpu_s=window.cpu_s)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
