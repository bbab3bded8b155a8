"""libxml2 keeps each name it has read until the thread ends; here it forgets them in time.

lxml has one table of names per thread, shared by all its parsers, and nothing takes a name out. Senders that
invent names would thus fill a service that lives for months: 31 refused messages of 9.7 MB took a process
from 81 to 416 MB. There is no public way to a new table, so the one at hand is taken from where lxml looks
for it; trees that still live keep theirs. tests/flow/test_interned.py fails should lxml look elsewhere.
"""

import ctypes
from typing import cast

_KEY = "_ParserDictionaryContext"
_of_thread = ctypes.pythonapi.PyThreadState_GetDict
_of_thread.restype = ctypes.c_void_p  # borrowed, and ctypes would release what it takes for an object
_of_thread.argtypes = []


def forget_names() -> None:
    """The next parser that this thread makes, and reads with, begins a table of its own."""
    kept = cast(dict[str, object], ctypes.cast(_of_thread(), ctypes.py_object).value)
    kept.pop(_KEY, None)
