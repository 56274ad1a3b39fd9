"""The people around one pledge, each with an account, and everything in the year 2026."""

from datetime import date, timedelta

from sqlalchemy import select

from app.access.permissions import Actor, Grant, Role
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import moment_of
from app.people.rules import Position
from app.pledges import service
from app.pledges.models import Pledge
from app.pledges.service.writing import add_item

NOW = moment_of(date(2026, 2, 3), 9)


class Cast:
    def __init__(self, make):
        self.make = make
        self.committee = make.organisation(name="Đảng ủy Văn phòng")
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        self.other = make.branch(parent=self.committee, name="Chi bộ Công nghệ")
        self.author = make.member("Võ Văn Bình", branch=self.branch)
        self.comrade = make.member("Lê Hoài Ân", branch=self.branch)
        self.secretary = make.member(
            "Trần Thị Hạnh", branch=self.branch, position=Position.SECRETARY
        )
        self.deputy = make.member(
            "Lê Minh Khôi", branch=self.branch, position=Position.DEPUTY_SECRETARY
        )
        self.campaign = make.campaign(
            self.committee, sections=("Về tư tưởng chính trị", "Về đạo đức, lối sống")
        )

    def acts(self, member, role=Role.MEMBER, at=None):
        """`member` as services know them."""
        grants = (Grant(role, (at or self.branch).path), Grant(Role.MEMBER, self.branch.path))
        return Actor(member.id, member.name, member.id, grants)

    @property
    def by_author(self):
        return self.acts(self.author)

    @property
    def by_secretary(self):
        return self.acts(self.secretary, Role.SECRETARY)

    def above(self, name="Phan Thanh Long"):
        member = self.make.member(name, branch=self.other)
        return self.acts(member, Role.STANDING_COMMITTEE, self.committee)

    def draft(self, member=None, *, is_from_paper=False, by=None):
        """Something written under every required section, not yet submitted."""
        pledge = service.start_pledge(
            self.campaign,
            member or self.author,
            self.branch,
            is_from_paper=is_from_paper,
            by=by or self.acts(member or self.author),
            now=NOW,
        )
        for section in self.campaign.template.sections:
            content = f"Giữ gìn lời hứa {section.position}"
            add_item(pledge, section_id=section.id, content=content, by=self.by_author, now=NOW)
        return pledge

    def submitted(self, member=None):
        pledge = self.draft(member)
        self.submit(pledge)
        return pledge

    def confirmed(self, member=None):
        pledge = self.submitted(member)
        self.confirm(pledge)
        return pledge

    def submit(self, pledge, *, by=None, days=1):
        by = by or self.acts(pledge.member)
        service.submit_pledge(pledge, version=pledge.version, by=by, now=NOW + timedelta(days=days))
        db.session.flush()

    def confirm(self, pledge, *, by=None, days=2, **more):
        by = by or self.by_secretary
        now = NOW + timedelta(days=days)
        service.confirm_pledge(pledge, version=pledge.version, by=by, now=now, **more)
        db.session.flush()

    def give_back(self, pledge, comment="Nêu rõ chỉ tiêu học tập.", *, by=None, **more):
        service.return_pledge(
            pledge,
            comment=comment,
            version=pledge.version,
            by=by or self.by_secretary,
            now=NOW + timedelta(days=2),
            **more,
        )
        db.session.flush()

    def revise(self, pledge, reason="Chuyển sang công việc mới.", *, by=None):
        service.revise_pledge(
            pledge,
            reason=reason,
            version=pledge.version,
            by=by or self.acts(pledge.member),
            now=NOW + timedelta(days=60),
        )
        db.session.flush()

    def publish(self, pledge):
        service.publish_pledge(
            pledge, version=pledge.version, by=self.by_secretary, now=NOW + timedelta(days=3)
        )
        db.session.flush()


def again(pledge):
    return db.session.get(Pledge, pledge.id)


def told(kind):
    """What the trail says of an event, in order."""
    query = select(AuditEntry).where(AuditEntry.event == kind.value).order_by(AuditEntry.at)
    return [entry.facts for entry in db.session.scalars(query)]


def states(pledge):
    return [edition.state.value for edition in pledge.editions]


def kinds(pledge):
    return [step.kind.value for step in pledge.steps]


def at(pledge, verb=""):
    return f"/pledges/{pledge.id}{verb}"


def press(client, pledge, verb, **data):
    """A bare button, pressed on the page as it is now; the page that follows."""
    data = {"version": pledge.version, **data}
    return client.post(at(pledge, f"/{verb}"), data=data, follow_redirects=True)
