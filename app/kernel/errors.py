"""How the domain says no."""


class RuleBroken(Exception):
    """A rule of the domain refuses the change; `message` tells the user how to mend it.

    `field` names the form field to blame, or None for the whole form.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleEdit(Exception):
    """The record changed after the form was opened; nothing was stored."""
