"""The collector rests while an explanation is made, and only then."""

import gc
import threading
from collections.abc import Iterator

import pytest

from adapters.xml.uncollected import uncollected


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """On, before and after."""
    assert gc.isenabled()
    yield
    gc.enable()


def test_off_inside_and_on_again() -> None:
    """Also one inside another, and when the work fails."""
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    """Somebody else's choice is left alone."""
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_on_again_after_the_last_of_many_threads() -> None:
    """One that is done does not turn it on for the others."""
    wrong: list[str] = []

    def work() -> None:
        for _ in range(300):
            with uncollected():
                if gc.isenabled():
                    wrong.append("on")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [] and gc.isenabled()
