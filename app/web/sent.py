"""What a script of ours sends."""

from typing import Any

from flask import request


def sent_json() -> Any:
    """The body as it was sent; None for what cannot be read as JSON."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # lists within lists without end: no page of ours writes that
        return None
