"""Tasks past their deadline: first the branch's leaders are told, later the committee."""

from collections.abc import Collection
from datetime import date, timedelta

from app.assignments.queries import committees_at, overdue_in
from app.organisations.models import Organisation
from app.regulations.queries import book_for
from app.today.rules import Todo, Waiting


def to_urge(branch: Organisation, *, on: date) -> list[Todo]:
    """What of the branch is overdue, as one line for those who lead it."""
    found = overdue_in(branch.path, before=on)
    if found is None:
        return []
    text = f"Đôn đốc {found.tasks} nhiệm vụ quá hạn của chi bộ"
    note = f"Lâu nhất từ ngày {found.since:%d/%m/%Y}"
    return [Todo(Waiting.URGE_ASSIGNMENTS, text, note, found.since, branch.id)]


def escalated_to(paths: Collection[str], *, on: date) -> list[Todo]:
    """What has stayed overdue in the branches below for longer than the committee allows."""
    todos = []
    for committee in committees_at(paths):
        days = book_for(committee.path, on).number("assignment.escalate_days")
        found = overdue_in(committee.path, before=on - timedelta(days=days))
        if found is not None:
            text = f"{found.tasks} nhiệm vụ của {found.branches} chi bộ quá hạn hơn {days} ngày"
            note = f"{committee.name} · lâu nhất từ ngày {found.since:%d/%m/%Y}"
            todos.append(Todo(Waiting.ESCALATED_ASSIGNMENTS, text, note, found.since, committee.id))
    return todos
