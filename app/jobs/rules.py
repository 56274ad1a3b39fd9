"""Long work outside the request: what state it is in."""

from enum import StrEnum

PROBLEM_LENGTH = 200
INTERRUPTED = "Lần trước bị dừng giữa chừng; đang làm lại từ đầu."
GIVEN_UP = "Bị dừng giữa chừng hai lần nên không làm tiếp. Bấm tạo lại; nếu vẫn vậy, báo quản trị."


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = frozenset({JobState.WAITING, JobState.RUNNING})


def after_interruption(problem: str | None) -> tuple[JobState, str]:
    """A job whose worker died runs once more; what kills the worker twice is not tried again."""
    if problem is None:
        return JobState.WAITING, INTERRUPTED
    return JobState.FAILED, GIVEN_UP
