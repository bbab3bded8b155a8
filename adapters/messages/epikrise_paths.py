"""Where an epikrise tells what (messages.md §5): the same places in the namespace of each version.

Compiled paths: one of them takes half the time of a loop over children.
"""

from typing import Final

from lxml import etree

from adapters.messages.reading import xpath

_ANSVARLIG: Final = "AHP"  # 8254 Type relasjon
_CODED = "descendant::*[self::e:Concept or self::e:TextCode][normalize-space(concat(@V, @DN, @OT))]"
_PROVIDER = f"e:RelServProvider[normalize-space(e:Relation/@V)='{_ANSVARLIG}']"
_RESPONSIBLE = f"({_PROVIDER} | e:Event/{_PROVIDER})"
_NAME = "descendant::e:Name[normalize-space()]"
_PERSON = f"{_NAME}[parent::e:HCProf or parent::e:HCPerson]"


class Paths:
    """The places of one version.

    Attributes:
        type, heading, event, medication, observation, file: names, as lxml writes them.
        holders: elements that say something of a kind which their Type or Heading tells.
        stay: the first Event of a report that has been; an Event may also be one that is planned.
        approved, person: whether a report has a date of approval, and names a person who answers for it.
        addresses: where those who answer for a report can be reached, if they are named at all.
        says: whether an InfItem or a Comment holds a text or a code.
        describes, tells: whether an Observation, or a Comment, holds a text.
    """

    def __init__(self, namespace: str) -> None:
        def path(expression: str) -> etree.XPath:
            return xpath(expression, e=namespace)

        ns = f"{{{namespace}}}"
        self.type, self.heading, self.event, self.file = (
            f"{ns}Type",
            f"{ns}Heading",
            f"{ns}Event",
            f"{ns}RefDoc",
        )
        self.medication, self.observation = f"{ns}Medication", f"{ns}Observation"
        self.holders = (self.medication, self.observation, f"{ns}ResultItem", f"{ns}Comment")
        self.stay = path("e:Event[e:ReportedEvent][1]")
        self.start = path("string(e:ReportedEvent/e:StartDateTime/@V)")
        self.end = path("string(e:ReportedEvent/e:EndDateTime/@V)")
        self.outcome, self.category = path("e:AdmOutcome"), path("e:Service/e:AdmCat")
        self.death = path("string(e:Patient/e:DateOfDeath/@V)")
        self.approved = path("boolean(e:ApprDate[normalize-space(@V)])")
        self.person = path(f"boolean({_RESPONSIBLE}/{_PERSON})")
        self.addresses = path(f"{_RESPONSIBLE}[{_NAME}]/descendant::e:TeleAddress")
        self.says = path(f"boolean(descendant::text()[normalize-space()]) or boolean({_CODED})")
        self.describes = path("boolean(e:Description[normalize-space()])")
        self.tells = path("boolean(e:TextResultValue[normalize-space()])")
        self.file_names = path("e:RefDoc/e:Description/text() | e:RefDoc/e:FileReference/text()")
