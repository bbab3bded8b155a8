"""Why something is not done, in words."""


class Refused(Exception):
    """Nothing was done.

    Attributes:
        what: why not, one sentence, bokmål; never a value from a message.
        hint: what to do about it.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
