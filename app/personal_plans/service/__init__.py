from app.personal_plans.service.plans import (
    add_line,
    change_line,
    close_plan,
    move_line_up,
    record_result,
    register_plan,
    remove_line,
    reopen_plan,
    start_plan,
)
from app.personal_plans.service.publications import (
    change_publication,
    end_publication,
    publish_plan,
    remove_publication,
)

__all__ = [
    "add_line",
    "change_line",
    "change_publication",
    "close_plan",
    "end_publication",
    "move_line_up",
    "publish_plan",
    "record_result",
    "register_plan",
    "remove_line",
    "remove_publication",
    "reopen_plan",
    "start_plan",
]
