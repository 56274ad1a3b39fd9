"""What the tests of topics type, open and ask alike."""

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db
from app.programmes.models import PlannedTopic

TOPIC = {
    "topic": "Nâng cao chất lượng tự phê bình và phê bình",
    "topic_group": "party_building",
    "month": "11",
    "shortcoming": "Còn nể nang, ngại va chạm.",
    "aim": "Mỗi đồng chí nêu ít nhất một ý kiến.",
}


def year_of(branch, path="", year=2026):
    return f"/branches/{branch.id}/programmes/{year}{path}"


def at(topic, verb):
    return f"/branches/{topic.organisation_id}/planned-topics/{topic.id}/{verb}"


def again(topic):
    return db.session.get(PlannedTopic, topic.id)


def events(kind):
    query = select(AuditEntry).where(AuditEntry.event == kind.value).order_by(AuditEntry.sequence)
    return list(db.session.scalars(query))
