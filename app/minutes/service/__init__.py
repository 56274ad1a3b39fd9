"""What is done with minutes: adopted, confirmed, sealed, opened again, supplemented, sent."""

from app.minutes.service.adoption import adopt_minutes, reopen_minutes
from app.minutes.service.dispatch import receive_minutes, send_minutes
from app.minutes.service.sealing import confirm_minutes, draw, seal_minutes, texts_ahead
from app.minutes.service.supplements import adopt_supplement

__all__ = [
    "adopt_minutes",
    "adopt_supplement",
    "confirm_minutes",
    "draw",
    "receive_minutes",
    "reopen_minutes",
    "seal_minutes",
    "send_minutes",
    "texts_ahead",
]
