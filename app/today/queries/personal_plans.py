"""What waits for who heads a branch or a committee: the personal plan of the year."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from app.personal_plans.queries import Asked, asked_of
from app.personal_plans.rules import PersonalPlanStatus
from app.today.rules import Todo, Waiting

# From the year's last month a registered plan is looked back at.
_LAST_MONTH = 12


def plans_waiting(member_id: UUID, *, on: date) -> list[Todo]:
    """To write and register, to make public, at the year's end to look back at."""
    return [todo for asked in asked_of(member_id, on=on) for todo in _waiting(asked, on)]


def _waiting(asked: Asked, on: date) -> Iterator[Todo]:
    campaign, plan, office = asked.campaign, asked.plan, asked.head.office
    year = campaign.year
    if plan is None or plan.status is PersonalPlanStatus.DRAFT:
        text = f"Lập, đăng ký kế hoạch cá nhân năm {year}"
        yield Todo(Waiting.WRITE_PLAN, text, office, campaign.closes_on, asked.head.headed_id)
        return
    if not plan.is_public:
        text = f"Công khai kế hoạch cá nhân năm {year}, ghi vào nhật ký công khai"
        yield Todo(Waiting.PUBLISH_PLAN, text, office, campaign.closes_on, plan.id)
    last = date(year, _LAST_MONTH, 31)
    if plan.status is PersonalPlanStatus.SUBMITTED and on >= last.replace(day=1):
        text = f"Ghi kết quả, tổng kết kế hoạch cá nhân năm {year}"
        yield Todo(Waiting.CLOSE_PLAN, text, office, last, plan.id)
