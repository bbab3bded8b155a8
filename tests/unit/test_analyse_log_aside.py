"""What plo analyse keeps away from its answer."""

import pytest
import structlog

from broker.analyse.log_aside import log_aside


def test_the_log_goes_where_programs_do_not_look(capsys: pytest.CaptureFixture[str]) -> None:
    """Errors to standard error, without the text of an exception; what is less than an error nowhere."""
    log = structlog.get_logger()
    before = structlog.get_config()
    with log_aside():
        log.warning("claims.unmarked", count=1)
        try:
            raise ValueError("KANARIFUGL")
        except ValueError:
            log.exception("claims.mark_failed")
    said = capsys.readouterr()
    assert said.out == ""
    assert "claims.mark_failed" in said.err and "ValueError" in said.err
    assert "KANARIFUGL" not in said.err and "claims.unmarked" not in said.err
    assert structlog.get_config() == before
