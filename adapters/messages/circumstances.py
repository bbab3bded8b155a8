"""Circumstances that decide whether a message is answered, and what it may not be refused for."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from adapters.errors import Problem
from adapters.messages.decisions import DECISIONS
from adapters.messages.judgement import Case
from adapters.messages.namespaces import MSGHEAD
from adapters.messages.reading import Element, xpath

SILENT: Final[Mapping[str, Callable[[Case], bool]]] = MappingProxyType(
    {
        "kvittering": lambda case: case.kind.is_apprec,
        "uten_avsender": lambda case: case.envelope.sender is None,
        "test_i_produksjon": lambda case: case.envelope.test and case.context.agreement.produksjon,
    }
)
"""Situation of the table -> whether it holds: what gets no AppRec."""

_URGENT = xpath(
    "boolean(mh:MsgInfo/mh:RequestedPriority[normalize-space(@V)='0']"
    " | mh:Document//*[local-name()='Hastegrad'][normalize-space(@V)='1'])",
    mh=MSGHEAD,
)
"""Priority 0 of a head, or Hastegrad 1 (9067): øyeblikkelig hjelp."""

SPARED: Final[Mapping[str, Callable[[Element, Case], bool]]] = MappingProxyType(
    {
        "ohjelp": lambda root, case: bool(_URGENT(root)),
        "avvik_uten_pasient": lambda root, case: case.kind.message_type == "DIALOG_AVVIK",
    }
)
"""Situation of the table -> whether it holds: what is not refused with the code of its row."""

_SILENT = tuple(holds for name, holds in SILENT.items() if DECISIONS[name].demand == "ALDRI")
_SPARED = tuple((DECISIONS[name], holds) for name, holds in SPARED.items())


def is_silent(case: Case) -> bool:
    """Nobody is to be answered."""
    return any([holds(case) for holds in _SILENT])


def spared(root: Element, case: Case, found: Collection[Problem]) -> frozenset[str]:
    """Codes of 8221 that this message must not be refused with, among those of its faults."""
    codes = {problem.apprec for problem in found}
    return frozenset(
        row.code
        for row, holds in _SPARED
        if row.demand == "ALDRI" and row.code in codes and holds(root, case)
    )
