"""How a text came to be what it is: what each save changed, kept so that it can be taken back."""

from enum import StrEnum


class RevisionKind(StrEnum):
    """How a revision came about; the stored names are for ever."""

    SAVED = "saved"
    MERGED = "merged"
    RESTORED = "restored"
    REMOVED = "removed"
    # Typed, but not chosen where two wrote at once: it never stood, and is never lost.
    SET_ASIDE = "set_aside"
    # Typed, but not yet complete (a statement without its speaker): kept until it is.
    HELD = "held"
