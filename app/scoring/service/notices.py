"""What became of a score is told by mail, in the transaction in which it happened.

Points and reasons stay in the tool: the letter says only that there is something to read.
"""

from datetime import datetime

from app.kernel.clock import local
from app.mail.service import post
from app.scoring.models import Scorecard
from app.scoring.queries.cards import card_title
from app.scoring.queries.notices import addressees_of


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
