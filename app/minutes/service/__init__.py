"""What is done with minutes."""

from app.minutes.service.adoption import adopt_minutes

__all__ = ["adopt_minutes"]
