"""Every message we know by name, and which of them we read (messages.md §1 and §3).

A new version of a standard is a new row of its family, and a reader when we read it.
"""

from types import MappingProxyType

from adapters.messages.dialog_read import ROWS as DIALOG
from adapters.messages.epikrise import ROWS as EPIKRISE
from adapters.messages.epj_innhold import ROWS as EPJ_INNHOLD
from adapters.messages.namespaces import APPREC_10, APPREC_11, tag
from adapters.messages.plo.rows import ROWS as PLO
from adapters.messages.row import Row

APPREC = Row(tag(APPREC_11, "AppRec"), "Applikasjonskvittering", "1.1", ("APPREC",), is_apprec=True)
"""Read as well, but it is an answer and not a message about a patient."""

_OLD_APPREC = Row(tag(APPREC_10, "AppRec"), "Applikasjonskvittering", "1.0", ("APPREC",), is_apprec=True)

KNOWN: MappingProxyType[str, Row] = MappingProxyType(
    {row.tag: row for row in (*PLO, *EPIKRISE, *DIALOG, *EPJ_INNHOLD, _OLD_APPREC, APPREC)}
)
"""Name of the structured part -> its row."""
