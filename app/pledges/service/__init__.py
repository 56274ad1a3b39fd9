"""The verbs of a pledge."""

from app.pledges.service.life import (
    confirm_pledge,
    confirm_several,
    drop_revision,
    publish_pledge,
    return_pledge,
    revise_pledge,
    start_pledge,
    submit_pledge,
    take_over,
    unpublish_pledge,
)

__all__ = [
    "confirm_pledge",
    "confirm_several",
    "drop_revision",
    "publish_pledge",
    "return_pledge",
    "revise_pledge",
    "start_pledge",
    "submit_pledge",
    "take_over",
    "unpublish_pledge",
]
