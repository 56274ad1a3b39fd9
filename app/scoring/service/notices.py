"""Told by mail: what became of a score, in the transaction in which it happened; who has not
handed in, once a day at most.

Points and reasons stay in the tool: a letter says only that there is something to read or to do.
"""

from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.kernel.clock import local
from app.mail.service import post
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.campaigns import title_of
from app.scoring.queries.cards import card_title
from app.scoring.queries.notices import addressees_of, letter_title, to_remind
from app.scoring.queries.progress import progress_of
from app.scoring.rules.campaigns import check_remindable


def tell(card: Scorecard, what: str, *, site: str | None, now: datetime) -> None:
    """
    :param what: what happened, as the subject of a letter.
    :param site: what links in mail begin with; None if no mail goes out.
    """
    if site is None:
        return
    for name, address in addressees_of(card, on=local(now).date()):
        post(
            card.organisation,
            address=address,
            subject=what,
            body=(
                f"Kính gửi đồng chí {name},\n\n"
                f"{what}: {card_title(card)}.\n\n"
                f"Xin đồng chí đăng nhập để xem: {site}/scorecards/{card.id}\n\n"
                "(Thư gửi tự động, xin không trả lời thư này.)\n"
            ),
            now=now,
        )


def remind(campaign: GradingCampaign, *, path: str | None = None, site: str, now: datetime) -> int:
    """How many letters go out: to each member, or to who leads each branch, that is missing.

    The outbox of mail is the record of who was reminded and when.

    :param path: only what lies there and below.
    :param site: what links in mail begin with.
    :raises RuleBroken: if nobody is left to be written to today, or the campaign does not run.
    """
    # Two who press at once stand in line here, and the second finds everybody reminded.
    db.session.execute(
        select(GradingCampaign.id).where(GradingCampaign.id == campaign.id).with_for_update()
    )
    progress = progress_of(campaign, on=local(now).date(), path=path)
    found = to_remind(progress, now=now)
    check_remindable(campaign.state, missing=len(progress.missing), to_send=len(found))
    for one in found:
        post(
            one.branch,
            address=one.address,
            subject=letter_title(progress),
            body=_letter(one.name, one.branch.name, campaign, site, now),
            now=now,
        )
    return len(found)


def _letter(name: str, branch: str, campaign: GradingCampaign, site: str, now: datetime) -> str:
    is_over = campaign.self_by < local(now).date()
    return (
        f"Kính gửi đồng chí {name},\n\n"
        f"{title_of(campaign)}: chưa có phiếu tự chấm; hạn nộp "
        f"{'đã qua từ ngày' if is_over else 'là ngày'} {campaign.self_by:%d/%m/%Y}.\n\n"
        f"Xin đồng chí đăng nhập để tự chấm và nộp: {site}/scores\n\n"
        f"{branch}\n"
        "(Thư gửi tự động, xin không trả lời thư này.)\n"
    )
