"""Whether a dead letter may be run again, by this person and as it stands. Pure."""

from adapters.store.cases import Case
from broker.letters.again import topic_of
from broker.letters.refused import Refused
from broker.letters.who import Who

SECURITY = "SECURITY"


def guarded(case: Case, who: Who) -> None:
    """Raises Refused: it was stopped for security's sake, and an administrator with a reason treats it.

    In the console that is a role. In the terminal whoever has the store may do anything to it: there --admin
    says that somebody knows what they treat, and the audit log says so.
    """
    if case.error_class == SECURITY and not (who.admin and who.why):
        what = "Den er stoppet av sikkerhetsgrunner, og kan bare behandles av en administrator med grunn."
        raise Refused(what, "Se hvorfor: plo dlt show. Bruk så --admin og --hvorfor.")


def allowed(case: Case, who: Who, *, force: bool = False) -> None:
    """Raises Refused: it may not be run again."""
    topic_of(case)
    if case.state == "lost":
        raise Refused("Den er løst: den er behandlet.", "Se hva som skjedde: plo dlt show.")
    if case.state == "forkastet":
        raise Refused("Den er forkastet.", "Be avsenderen sende meldingen på nytt om den trengs likevel.")
    guarded(case, who)
    if force:
        return
    if case.state == "kjores":
        raise Refused(
            "Den kjøres alt på nytt, og leseren har ikke svart ennå.", "Går leseren? Se plo status."
        )
    if case.state == "parkert" and not case.edited_sha256:
        what = f"Den er parkert: kjørt på nytt og feilet {case.failures} ganger."
        raise Refused(what, "Rett den (plo dlt edit), eller tving den når årsaken er borte (--tving).")
