"""The pledges of a year at scale: one for every member, in the states that count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.extensions import Model
from app.pledges.models import (
    Pledge,
    PledgeCampaign,
    PledgeEdition,
    PledgeItem,
    PledgeSection,
    PledgeStep,
    PledgeTemplate,
)
from app.pledges.rules import CampaignState, EditionState, PledgeStatus, StepKind

Rows = Iterator[Mapping[str, Any]]

HEADINGS = (
    "Về tư tưởng chính trị",
    "Về phẩm chất đạo đức, lối sống",
    "Về thực hiện nhiệm vụ chuyên môn",
    "Về tổ chức kỷ luật và nêu gương",
)
_EACH = 2  # commitments under a heading
_DRAFT_EACH = 40  # one member in so many has not submitted
_WAITING_EACH = 20
_LATE_EACH = 30


@dataclass(frozen=True)
class _Written:
    """One pledge, before it becomes rows of several tables."""

    id: UUID
    edition_id: UUID
    member_id: UUID
    branch_id: UUID
    number: int
    opens_at: datetime

    @property
    def status(self) -> PledgeStatus:
        if self.number % _DRAFT_EACH == 0:
            return PledgeStatus.DRAFT
        return PledgeStatus.CONFIRMED if self.number % _WAITING_EACH else PledgeStatus.SUBMITTED

    @property
    def edition_state(self) -> EditionState:
        return {
            PledgeStatus.DRAFT: EditionState.OPEN,
            PledgeStatus.SUBMITTED: EditionState.SUBMITTED,
            PledgeStatus.CONFIRMED: EditionState.CONFIRMED,
        }[self.status]

    @property
    def submitted_at(self) -> datetime | None:
        if self.status is PledgeStatus.DRAFT:
            return None
        days = 100 if self.number % _LATE_EACH == 0 else 20 + self.number % 40
        return self.opens_at + timedelta(days=days)

    @property
    def confirmed_at(self) -> datetime | None:
        if self.submitted_at is None or self.status is not PledgeStatus.CONFIRMED:
            return None
        return self.submitted_at + timedelta(days=7)


class PledgeYear:
    """The campaign of a committee and what its branches have written, as plain rows."""

    def __init__(
        self,
        committee_id: UUID,
        members: Mapping[UUID, Sequence[UUID]],
        year: int,
        *,
        now: datetime,
    ) -> None:
        self.committee_id, self.members, self.year = committee_id, members, year
        self.template_id, self.campaign_id = uuid4(), uuid4()
        self.section_ids = [uuid4() for _ in HEADINGS]
        self.written = list(self._write(now.replace(year=year, month=1, day=5)))

    def tables(self) -> Iterator[tuple[type[Model], Rows]]:
        yield PledgeTemplate, self._template()
        yield PledgeSection, self._sections()
        yield PledgeCampaign, self._campaign()
        yield Pledge, self._pledges()
        yield PledgeEdition, self._editions()
        yield PledgeItem, self._items()
        yield PledgeStep, self._steps()

    def _write(self, opens_at: datetime) -> Iterator[_Written]:
        for branch_id, members in self.members.items():
            for number, member_id in enumerate(members, start=1):
                yield _Written(uuid4(), uuid4(), member_id, branch_id, number, opens_at)

    def _template(self) -> Rows:
        yield {
            "id": self.template_id,
            "organisation_id": self.committee_id,
            "year": self.year,
            "edition": 1,
            "title": "Bản cam kết tu dưỡng, rèn luyện, phấn đấu",
            "opening": "Tôi xin cam kết:",
            "is_fixed": True,
            "version": 1,
        }

    def _sections(self) -> Rows:
        for position, (id_, heading) in enumerate(
            zip(self.section_ids, HEADINGS, strict=True), start=1
        ):
            yield {
                "id": id_,
                "template_id": self.template_id,
                "position": position,
                "heading": heading,
                "is_required": True,
                "version": 1,
            }

    def _campaign(self) -> Rows:
        yield {
            "id": self.campaign_id,
            "organisation_id": self.committee_id,
            "year": self.year,
            "template_id": self.template_id,
            "opens_on": date(self.year, 1, 5),
            "closes_on": date(self.year, 3, 31),
            "counted_on": date(self.year, 1, 5),
            "with_exempt": False,
            "with_plans": False,
            "shows_list": True,
            "state": CampaignState.OPEN,
            "version": 1,
        }

    def _pledges(self) -> Rows:
        for one in self.written:
            yield {
                "id": one.id,
                "campaign_id": self.campaign_id,
                "year": self.year,
                "member_id": one.member_id,
                "organisation_id": one.branch_id,
                "written_at_id": one.branch_id,
                "status": one.status,
                "is_leaders": False,
                "submitted_at": one.submitted_at,
                "confirmed_at": one.confirmed_at,
                "version": 1,
            }

    def _editions(self) -> Rows:
        for one in self.written:
            yield {
                "id": one.edition_id,
                "pledge_id": one.id,
                "number": 1,
                "state": one.edition_state,
                "is_from_paper": False,
                "submitted_at": one.submitted_at,
                "confirmed_at": one.confirmed_at,
                "confirmed_by": "Bí thư" if one.confirmed_at else None,
                "confirmed_as": "Bí thư chi bộ" if one.confirmed_at else None,
            }

    def _items(self) -> Rows:
        for one in self.written:
            for position in range(1, _EACH * len(HEADINGS) + 1):
                yield {
                    "id": uuid4(),
                    "edition_id": one.edition_id,
                    "line_id": uuid4(),
                    "section_id": self.section_ids[(position - 1) // _EACH],
                    "position": position,
                    "content": f"Nội dung cam kết {position}: làm đúng, làm đủ, báo cáo đúng hạn.",
                    "measure": "Ít nhất 4 lần trong năm, có ghi sổ.",
                    "version": 1,
                }

    def _steps(self) -> Rows:
        for one in self.written:
            told = (
                (StepKind.STARTED, one.opens_at),
                (StepKind.SUBMITTED, one.submitted_at),
                (StepKind.CONFIRMED, one.confirmed_at),
            )
            for number, (kind, at) in enumerate(told, start=1):
                if at is not None:
                    yield {
                        "id": uuid4(),
                        "pledge_id": one.id,
                        "number": number,
                        "kind": kind,
                        "edition": 1,
                        "at": at,
                        "by": "Đảng viên",
                    }
