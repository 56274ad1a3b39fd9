"""What the pages of a running meeting send."""

from sqlalchemy import select

from app.extensions import db
from app.meetings.models import AgendaItem, AgendaStep, Meeting

VOTE = {
    "subject": "Thông qua nghị quyết tháng 11",
    "majority": "ordinary",
    "method": "show_of_hands",
    "in_favour": "5",
    "against": "0",
    "other": "0",
}


def url_of(setting, path=""):
    return f"/meetings/{setting.meeting.id}{path}"


def fresh(setting) -> Meeting:
    return db.session.get(Meeting, setting.meeting.id)


def roll_data(setting, **marks):
    data = {"version": fresh(setting).version}
    for member in setting.members:
        data[f"presence_{member.id.hex}"] = "present"
    return {**data, **marks}


def step_data(setting, section, **texts):
    step = db.session.scalar(
        select(AgendaStep).where(
            AgendaStep.meeting_id == setting.meeting.id, AgendaStep.section == section
        )
    )
    data = {"version": " ".join(f"{item.id.hex}:{item.version}" for item in step.items)}
    for item in step.items:
        for name in ("presenter", "source_documents", "conclusion"):
            data[f"{name}_{item.id.hex}"] = getattr(item, name) or ""
        data[f"content_{item.id.hex}"] = texts.get(item.slot, item.content or "")
    return data


def item(setting, slot) -> AgendaItem:
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaStep)
        .where(AgendaStep.meeting_id == setting.meeting.id, AgendaItem.slot == slot)
    )
