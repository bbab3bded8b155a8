"""A history, or its answers, somewhere else in time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from schemas.tid import OSLO

Move = Callable[[datetime], datetime]


def on_the_wall(by: timedelta) -> Move:
    """The same wall clock in Oslo so much later, whether or not the clock was changed meanwhile."""
    return lambda moment: (moment.astimezone(OSLO) + by).astimezone(moment.tzinfo)


def moved(what: Any, move: Move) -> Any:
    """`what` with every moment in it moved, and every date as its noon is."""
    if isinstance(what, BaseModel):
        return what.model_copy(update={name: moved(value, move) for name, value in what})
    if isinstance(what, datetime):
        return move(what)
    if isinstance(what, date):
        return move(datetime(what.year, what.month, what.day, 12, tzinfo=OSLO)).date()
    if isinstance(what, tuple):
        return tuple(moved(each, move) for each in what)
    return what
