"""One way to make whatever a test needs; every argument may be left out."""

from datetime import date, time
from itertools import count
from uuid import uuid4

from sqlalchemy import select

from app.access.permissions import Actor, Grant, Role
from app.assignments.models import Assignment
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.text import fold, name_key
from app.library.models import HigherDocument
from app.library.rules import found_by, read_symbol
from app.meetings.models import Meeting
from app.meetings.queries.meetings import monthly_in
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.organisations.models import Organisation, OrganisationKind, Term
from app.people.models import Account, Member, PositionPeriod, RoleGrant, StatusPeriod
from app.people.rules import MEMBERS_POSITIONS, ROLE_OF_POSITION, Status
from app.programmes.models import PlannedTopic, WorkItem
from app.programmes.rules import PlanStatus, TopicGroup
from app.regulations.models import RegulationValue
from tests.pledge_factory import MakesPledges
from tests.scoring_factory import MakesScores

LONG_AGO = date(2020, 1, 1)
NOW = moment_of(date(2026, 11, 3), 14)
NAMES = (
    "Nguyễn Thị Bích An",
    "Lê Hoài Ân",
    "Võ Văn Bình",
    "Trần Quốc Cường",
    "Đặng Thùy Dung",
    "Hồ Đắc Dũng",
    "Trần Thị Hạnh",
    "Lê Minh Khôi",
    "Phan Thanh Long",
    "Hoàng Đức Thắng",
    "Nguyễn Thu Trang",
)
POSITION_OF_ROLE = {role: position for position, role in reversed(ROLE_OF_POSITION.items())}


class Make(MakesPledges, MakesScores):
    """Adds to the session and flushes; tests commit through what they call."""

    def __init__(self) -> None:
        self._count = count(1)

    def _next(self) -> int:
        return next(self._count)

    def _add(self, record):
        db.session.add(record)
        db.session.flush()
        return record

    def organisation(self, *, parent=None, kind="grassroots_committee", name=None, **values):
        id_ = values.pop("id", uuid4())
        number = self._next()
        name = name or f"Đảng bộ cơ quan {number}"
        return self._add(
            Organisation(
                id=id_,
                parent_id=parent.id if parent else None,
                kind=db.session.get(OrganisationKind, kind),
                path=f"{parent.path if parent else '/'}{id_.hex}/",
                **{
                    "name": name,
                    "code": f"TC{number}",
                    "header_name": name,
                    "body_name": name,
                    "symbol": "ĐU",
                    "place": "Huế",
                    **values,
                },
            )
        )

    def branch(self, *, parent=None, name=None, **values):
        """A branch under a committee, with a term of office that covers the tests' years."""
        parent = parent or self.organisation()
        branch = self.organisation(
            parent=parent,
            kind="branch",
            name=name or f"Chi bộ {self._next()}",
            **{"symbol": "CB", **values},
        )
        self._add(
            Term(
                organisation=branch,
                name="2025-2027",
                starts_on=date(2025, 1, 1),
                ends_on=date(2027, 12, 31),
            )
        )
        return branch

    def member(
        self,
        name=None,
        *,
        branch=None,
        status=Status.OFFICIAL,
        position=None,
        starts_on=LONG_AGO,
        ends_on=None,
        **values,
    ):
        """A member with one standing in `branch`, and a position there if named."""
        name = name or NAMES[self._next() % len(NAMES)]
        member = self._add(
            Member(name=name, sort_name=name_key(name), folded_name=fold(name), **values)
        )
        if branch is not None:
            self.status(member, branch, status, starts_on=starts_on, ends_on=ends_on)
            if position is not None:
                self.position(member, branch, position, starts_on=starts_on, ends_on=ends_on)
        return member

    def members(self, number, **values):
        return [self.member(**values) for _ in range(number)]

    def status(self, member, organisation, status, *, starts_on=LONG_AGO, ends_on=None):
        return self._add(
            StatusPeriod(
                member=member,
                organisation=organisation,
                status=status,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        )

    def position(self, member, organisation, position, *, starts_on=LONG_AGO, ends_on=None):
        return self._add(
            PositionPeriod(
                member=member,
                organisation=organisation,
                position=position,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        )

    def account(self, role=None, *, at=None, member=None, **values):
        """An account holding `role` at the organisation `at`, by position or by grant."""
        at = at or self.branch()
        number = self._next()
        if member is None and (role is Role.MEMBER or role in POSITION_OF_ROLE):
            member = self._member_holding(role, at)
        account = self._add(
            Account(
                **{
                    "username": f"dong.chi.{number}",
                    "name": member.name if member else f"Tài khoản {number}",
                    "member_id": member.id if member else None,
                    "organisation_id": at.id,
                    "password_hash": "unusable",
                    "created_at": NOW,
                    **values,
                }
            )
        )
        if role is not None and member is None:
            self.grant(account, role, at)
        return account

    def _member_holding(self, role, at):
        if role is Role.MEMBER:
            return self.member(branch=at)
        position = POSITION_OF_ROLE[role]
        member = self.member(branch=at if position in MEMBERS_POSITIONS else None)
        self.position(member, at, position)
        return member

    def grant(self, account, role, at, *, starts_on=LONG_AGO, ends_on=None):
        return self._add(
            RoleGrant(
                account_id=account.id,
                role=role,
                organisation_id=at.id,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        )

    def actor(self, role=Role.SECRETARY, *, at, member=None):
        return Actor(
            uuid4(), "Trần Thị Hạnh", member.id if member else None, (Grant(role, at.path),)
        )

    def regulation(self, organisation, key, value, *, valid_from=LONG_AGO, valid_until=None):
        return self._add(
            RegulationValue(
                organisation=organisation,
                key=key,
                value=value,
                valid_from=valid_from,
                valid_until=valid_until,
                source="Quy định của cấp ủy",
                set_at=NOW,
                set_by="Văn phòng",
            )
        )

    def meeting(self, *, branch=None, **values):
        """A bare meeting; use `app.meetings.service.plan_meeting` for one with its agenda."""
        branch = branch or self.branch()
        held_on = values.pop("held_on", date(2026, 11, 3))
        # A branch has one monthly meeting a month: further ones are extraordinary.
        period = values.get("period", held_on.replace(day=1))
        is_second = monthly_in(branch, period) is not None
        kind = MeetingType.EXTRAORDINARY if is_second else MeetingType.REGULAR
        return self._add(
            Meeting(
                organisation=branch,
                **{
                    "type": kind,
                    "status": MeetingStatus.PLANNED,
                    "period": held_on.replace(day=1),
                    "held_on": held_on,
                    "start_time": time(14, 0),
                    "place": "Phòng họp tầng 3",
                    **values,
                },
            )
        )

    def assignment(self, *, meeting, accountable=None, **values):
        return self._add(
            Assignment(
                meeting_id=meeting.id,
                accountable=accountable or self.member(branch=meeting.organisation),
                **{
                    "organisation": meeting.organisation,
                    "giver": meeting.organisation,
                    "text": f"Hoàn thiện phương án sao lưu dữ liệu đợt {self._next()}",
                    "given_on": meeting.held_on,
                    "due_on": meeting.held_on.replace(day=25),
                    "is_adopted": True,
                    **values,
                },
            )
        )

    def topic(self, *, branch=None, **values):
        """A topic of a branch's year, registered unless another status is named."""
        topic = values.pop("topic", f"Nêu gương trong công việc hằng ngày, phần {self._next()}")
        return self._add(
            PlannedTopic(
                organisation=branch or self.branch(),
                topic=topic,
                folded=fold(topic),
                **{
                    "year": 2026,
                    "month": 11,
                    "topic_group": TopicGroup.INTEGRITY,
                    "status": PlanStatus.REGISTERED,
                    "registered_at": NOW,
                    "registered_by": "Trần Thị Hạnh",
                    **values,
                },
            )
        )

    def work(self, *, branch=None, **values):
        """An item of a branch's yearly work, registered unless another status is named."""
        return self._add(
            WorkItem(
                organisation=branch or self.branch(),
                **{
                    "text": f"Kiểm tra hồ sơ, tài liệu đợt {self._next()}",
                    "year": 2026,
                    "month": 11,
                    "due_on": date(2026, 11, 25),
                    "status": PlanStatus.REGISTERED,
                    "registered_at": NOW,
                    "registered_by": "Trần Thị Hạnh",
                    **values,
                },
            )
        )

    def kinds(self):
        return db.session.scalars(select(OrganisationKind)).all()

    def document(
        self,
        organisation,
        symbol=None,
        *,
        kind=None,
        issued_on=date(2025, 7, 23),
        issuer="Ban Bí thư",
        title="tiếp tục đổi mới, nâng cao chất lượng sinh hoạt chi bộ",
        **values,
    ):
        """A document from above in the register of a place."""
        symbol = symbol or f"{self._next() + 10}-CT/TW"
        kind = kind or read_symbol(symbol).kinds[0]
        return self._add(
            HigherDocument(
                organisation=organisation,
                symbol=symbol,
                kind=kind,
                issued_on=issued_on,
                issuer=issuer,
                title=title,
                folded=found_by(kind=kind, symbol=symbol, issuer=issuer, title=title),
                added_at=NOW,
                added_by="Văn phòng",
                **values,
            )
        )
