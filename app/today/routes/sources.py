"""Where “Việc của tôi” comes from: one line a source; who may not act on it asks nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.permissions import Actor, Permission, Role, permits, places_with
from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign
from app.regulations.rules import Book
from app.today.queries import (
    drafts_waiting,
    escalated_to,
    leaders_pledges_to_confirm,
    owed_by,
    papers_waiting,
    petitions_waiting,
    plans_waiting,
    pledges_missing,
    pledges_to_judge,
    pledges_waiting,
    scores_of_branch,
    scores_to_decide,
    to_comment,
    to_confirm,
    to_present,
    to_receive,
    to_send,
    to_urge,
    topics_of_branch_waiting,
    topics_to_decide,
    visits_of,
    waiting_in,
    year_scores_waiting,
)
from app.today.rules import Todo


@dataclass(frozen=True)
class Home:
    """The branch the reader belongs to, with the numbers that hold there today, and what pledge
    campaigns there have been since last year.
    """

    branch: Organisation
    book: Book
    campaigns: Sequence[PledgeCampaign]


@dataclass(frozen=True)
class Reader:
    """Who has signed in, where, and when."""

    actor: Actor
    home: Home | None
    now: datetime
    on: date

    def may(self, permission: Permission, branch: Organisation) -> bool:
        return permits(self.actor, permission, branch.path)

    def places(self, permission: Permission) -> frozenset[str]:
        return places_with(self.actor, permission)


Source = Callable[[Reader], list[Todo]]


def _own(ask: Callable[[UUID], list[Todo]]) -> Source:
    """What waits for a member, wherever it was given."""
    return lambda who: ask(who.actor.member_id) if who.actor.member_id else []


def _in_branch(permission: Permission, ask: Callable[[Home, Reader], list[Todo]]) -> Source:
    """What waits in the own branch for who has this permission there."""

    def source(who: Reader) -> list[Todo]:
        home = who.home
        return ask(home, who) if home and who.may(permission, home.branch) else []

    return source


def _from_below(
    permission: Permission, ask: Callable[[frozenset[str], Reader], list[Todo]]
) -> Source:
    """What waits for who has this permission at a place, of the place and all below it."""

    def source(who: Reader) -> list[Todo]:
        places = who.places(permission)
        return ask(places, who) if places else []

    return source


def _visits(who: Reader) -> list[Todo]:
    """Only who is sent to a branch is asked."""
    is_sent = any(grant.role is Role.OBSERVER for grant in who.actor.grants)
    return visits_of(who.actor.member_id, on=who.on) if who.actor.member_id and is_sent else []


def _plans(who: Reader) -> list[Todo]:
    """Only who leads something is asked whether they head it."""
    leads = any(grant.role in _HEADING for grant in who.actor.grants)
    return plans_waiting(who.actor.member_id, on=who.on) if who.actor.member_id and leads else []


def _drafts_to_comment(who: Reader) -> list[Todo]:
    """Where one may comment; who keeps the draft has the answers to write."""
    places = who.places(Permission.COMMENT_WRITE) - who.places(Permission.RESOLUTION_KEEP)
    return to_comment(who.actor.member_id, places, now=who.now) if who.actor.member_id else []


def _papers(who: Reader) -> list[Todo]:
    """One question for what one has to write and what one has to adopt."""
    branch = who.home.branch if who.home else None
    if branch and not who.may(Permission.LEAD_PAPER_ADOPT, branch):
        branch = None
    return papers_waiting(who.actor.member_id, branch) if who.actor.member_id or branch else []


def _petitions(who: Reader) -> list[Todo]:
    """One question for what one has to answer and what one has been answered."""
    of_branch = who.places(Permission.PETITION_ANSWER)
    of_committee = who.places(Permission.PETITION_ANSWER_ABOVE)
    if not (who.actor.member_id or of_branch or of_committee):
        return []
    return petitions_waiting(of_branch, of_committee, who.actor.member_id, on=who.on)


def _pledges(who: Reader) -> list[Todo]:
    """Of a comrade with a branch of their own."""
    home, member_id = who.home, who.actor.member_id
    if home is None or member_id is None:
        return []
    return pledges_waiting(
        member_id,
        home.branch,
        home.campaigns,
        home.book,
        may_take_over=who.may(Permission.PLEDGE_REVIEW, home.branch),
        on=who.on,
    )


def _year_scores(who: Reader) -> list[Todo]:
    """Of a member, and of who reviews or decides for a committee."""
    is_asked = who.actor.member_id or who.places(Permission.SCORE_REVIEW)
    return year_scores_waiting(who.actor, on=who.on) if is_asked else []


_P = Permission
# The roles of those who head a branch or a committee.
_HEADING = frozenset({Role.SECRETARY, Role.STANDING_COMMITTEE})

SOURCES: tuple[Source, ...] = (
    _own(owed_by),
    _own(to_confirm),
    _papers,
    _drafts_to_comment,
    _visits,
    _plans,
    _petitions,
    _pledges,
    _year_scores,
    _in_branch(_P.MEETING_RECORD, lambda at, who: waiting_in(at.branch, at.book, on=who.on)),
    _in_branch(_P.MEETING_RECORD, lambda at, _: to_send(at.branch)),
    _in_branch(_P.MEETING_RECORD, lambda at, who: drafts_waiting(at.branch, at.book, now=who.now)),
    _in_branch(_P.MEETING_RECORD, lambda at, who: to_present(at.branch, on=who.on)),
    _in_branch(_P.MEETING_RECORD, lambda at, who: to_urge(at.branch, on=who.on)),
    _in_branch(
        _P.PROGRAMME_KEEP, lambda at, who: topics_of_branch_waiting(at.branch, at.book, on=who.on)
    ),
    _in_branch(
        _P.PLEDGE_REMIND,
        lambda at, who: pledges_missing(at.branch, at.campaigns, at.book, on=who.on),
    ),
    _in_branch(
        _P.PLEDGE_REVIEW,
        lambda at, who: pledges_to_judge(at.branch, who.actor.member_id, on=who.on),
    ),
    _in_branch(
        _P.SCORE_WRITE,
        lambda at, who: scores_of_branch(
            at.branch, at.book, may_appeal=who.may(_P.SCORE_APPEAL, at.branch), on=who.on
        ),
    ),
    _from_below(_P.SCORE_DECIDE, lambda places, who: scores_to_decide(places, on=who.on)),
    _from_below(
        _P.PLEDGE_REVIEW_ABOVE, lambda places, who: leaders_pledges_to_confirm(places, on=who.on)
    ),
    _from_below(_P.PROGRAMME_DECIDE, lambda places, _: topics_to_decide(places)),
    _from_below(_P.DISPATCH_RECEIVE, lambda places, who: to_receive(places, on=who.on)),
    _from_below(_P.BRANCH_ASSIGN, lambda places, who: escalated_to(places, on=who.on)),
)


def todos_of(who: Reader) -> list[Todo]:
    return [todo for source in SOURCES for todo in source(who)]
