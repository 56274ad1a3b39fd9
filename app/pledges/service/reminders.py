"""Who is missing is reminded: on their first page, and by mail where that is set up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.mail.service import post
from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign, PledgeReminder
from app.pledges.queries.coverage import CoverageLine, coverage_of
from app.pledges.queries.reminders import addresses_of
from app.pledges.rules.coverage import check_remindable


@dataclass(frozen=True)
class Reminded:
    """How many were reminded, and how many of them by mail as well."""

    members: int
    by_mail: int


def remind(
    place: Organisation,
    campaign: PledgeCampaign,
    chosen: Collection[UUID] | None = None,
    *,
    site: str | None,
    by: Actor,
    now: datetime,
) -> Reminded:
    """Remind everybody who is missing at a place and below it, or the `chosen` ones of them;
    whoever has submitted meanwhile, or was reminded today already, is left alone.

    :param site: what links in mail begin with; None if no mail goes out.
    :raises RuleBroken: if nobody is left to be reminded, or the campaign has ended.
    """
    # Two who press at once stand in line here, and the second finds everybody reminded.
    db.session.execute(
        select(PledgeCampaign.id).where(PledgeCampaign.id == campaign.id).with_for_update()
    )
    coverage = coverage_of(place, campaign, on=local(now).date())
    missing = [line for line in coverage.missing if chosen is None or line.member_id in chosen]
    lines = [line for line in missing if line.member_id in coverage.to_remind]
    check_remindable(campaign.state, len(missing), len(lines))
    addresses = addresses_of([line.member_id for line in lines]) if site else {}
    for line in lines:
        db.session.add(
            PledgeReminder(
                campaign=campaign,
                member_id=line.member_id,
                at=now,
                by=by.name,
                by_mail=line.member_id in addresses,
            )
        )
        if line.member_id in addresses:
            post(
                place,
                address=addresses[line.member_id],
                subject=f"Nhắc nộp bản cam kết năm {campaign.year}",
                body=_letter(line, campaign, f"{site}/pledges", now),
                now=now,
            )
    audit.record(
        Event.PLEDGE_REMINDED,
        by=by,
        now=now,
        organisation_id=place.id,
        subject=campaign,
        members=len(lines),
        by_mail=len(addresses),
    )
    return Reminded(len(lines), len(addresses))


def _letter(line: CoverageLine, campaign: PledgeCampaign, url: str, now: datetime) -> str:
    due_on = line.duty.due_on
    is_over = due_on < local(now).date()
    return (
        f"Kính gửi đồng chí {line.name},\n\n"
        "Đồng chí chưa nộp bản cam kết tu dưỡng, rèn luyện, phấn đấu năm "
        f"{campaign.year}; hạn nộp {'đã qua từ ngày' if is_over else 'là ngày'} "
        f"{due_on:%d/%m/%Y}.\n\n"
        f"Xin đồng chí đăng nhập để viết và nộp: {url}\n\n"
        "Nếu không tiện viết trên máy, đồng chí gửi bản giấy đã ký để chi bộ nhập giúp.\n\n"
        f"{line.branch}\n"
        "(Thư gửi tự động, xin không trả lời thư này.)\n"
    )
