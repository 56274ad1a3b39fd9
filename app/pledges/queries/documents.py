"""A pledge, and the empty form of the year, gathered as plain data for their papers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.kernel.clock import local
from app.meetings.document import listed, titled
from app.meetings.queries.papers import letterhead_of
from app.organisations.models import Organisation
from app.people.models import PositionPeriod
from app.people.queries import holds_on
from app.people.rules import OBSERVING, Position
from app.pledges.document.blank import BlankData, BlankSection
from app.pledges.document.paper import (
    Author,
    Confirmation,
    Judgement,
    PaperData,
    PaperLine,
    PaperSection,
    Results,
)
from app.pledges.models import (
    Pledge,
    PledgeCampaign,
    PledgeEdition,
    PledgeItem,
    PledgeResult,
)
from app.pledges.queries.forms import sections_for
from app.pledges.queries.pledges import text_of
from app.pledges.queries.results import branch_word
from app.pledges.rules import (
    EditionState,
    Judge,
    Stage,
    StepKind,
)
from app.pledges.rules.results import is_shown
from app.regulations.queries import book_for

Judged = dict[tuple[UUID, Stage, Judge], Judgement]


def printed_edition(pledge: Pledge, *, with_open: bool) -> PledgeEdition | None:
    """The text in force; before there is one, what was submitted last.

    :param with_open: whether the reader may read what is still being written.
    """
    if pledge.in_force:
        return pledge.in_force
    if with_open:
        return pledge.last
    fixed = [e for e in pledge.editions if e.state is not EditionState.OPEN]
    return fixed[-1] if fixed else None


def paper_of(edition: PledgeEdition, *, with_results: bool) -> PaperData:
    """
    :param with_results: whether the reader may know what became of each commitment.
    """
    pledge = edition.pledge
    campaign, branch = pledge.campaign, _branch_of(pledge, edition)
    signed_on = _signed_on(edition)
    day = signed_on or campaign.opens_on
    results = _results(pledge) if with_results else None
    judged = _judged(pledge) if results else {}
    return PaperData(
        letterhead=letterhead_of(branch, book_for(branch.path, day)),
        title=campaign.template.title,
        year=pledge.year,
        author=_author(pledge, branch, day),
        moved=_moved(pledge, branch),
        marks=tuple(_marks(pledge, edition)),
        grounds=_grounds(campaign),
        opening=campaign.template.opening or "",
        sections=_sections(pledge, edition, results, judged),
        opens_on=campaign.opens_on,
        signed_on=signed_on,
        confirmation=_confirmation(edition),
        results=results,
    )


def _branch_of(pledge: Pledge, edition: PledgeEdition) -> Organisation:
    """Under which branch the text was handed in: it does not change with a later move."""
    moves = [step.at for step in pledge.steps if step.kind is StepKind.TAKEN_OVER]
    is_before = moves and edition.submitted_at and edition.submitted_at < moves[0]
    return pledge.written_at if is_before else pledge.organisation


def _moved(pledge: Pledge, branch: Organisation) -> str:
    if pledge.written_at_id == pledge.organisation_id:
        return ""
    if branch.id == pledge.written_at_id:
        return f"nay sinh hoạt tại {pledge.organisation.name}"
    return f"chuyển đến từ {pledge.written_at.name}"


def _signed_on(edition: PledgeEdition) -> date | None:
    if edition.signed_on:
        return edition.signed_on
    return local(edition.submitted_at).date() if edition.submitted_at else None


def _author(pledge: Pledge, branch: Organisation, day: date) -> Author:
    member = pledge.member
    return Author(
        name=member.name,
        birth_year=member.birth_year,
        office=_office(member.id, day),
        profession=member.professional_title or "",
        branch=branch.name,
    )


def _office(member_id: UUID, day: date) -> str:
    held = db.session.scalars(
        select(PositionPeriod.position).where(
            PositionPeriod.member_id == member_id,
            PositionPeriod.position.not_in(OBSERVING),
            *holds_on(PositionPeriod, day),
        )
    )
    ranked = sorted(set(held), key=list(Position).index)
    return listed((titled([position]) for position in ranked), by=", ")


def _marks(pledge: Pledge, edition: PledgeEdition) -> Iterator[str]:
    if edition.is_from_paper:
        signed = f", ký ngày {edition.signed_on:%d/%m/%Y}" if edition.signed_on else ""
        yield f"Nhập từ bản giấy{signed}; người nhập: đồng chí {edition.typed_by}"
    if edition.state is EditionState.OPEN:
        yield "Bản nháp, chưa nộp"
    if edition.state is EditionState.RETURNED:
        yield "Chi bộ đã yêu cầu bổ sung bản này"
    earlier = [e for e in pledge.editions if e.confirmed_at and e.number < edition.number]
    if earlier and earlier[-1].confirmed_at:
        day = local(earlier[-1].confirmed_at).date()
        yield f"Thay bản chi bộ đã xác nhận ngày {day:%d/%m/%Y}"


def _grounds(campaign: PledgeCampaign) -> tuple[str, ...]:
    return tuple(line.strip() for line in (campaign.grounds or "").splitlines() if line.strip())


def _sections(
    pledge: Pledge, edition: PledgeEdition, results: Results | None, judged: Judged
) -> tuple[PaperSection, ...]:
    """In the order of the form; what has nothing to say is left out."""
    parts = text_of(edition, sections_for(pledge.campaign, pledge.organisation))
    return tuple(
        PaperSection(
            part.heading,
            part.statement or "",
            tuple(_line(item, results, judged) for item in part.items),
        )
        for part in parts
        if part.items or part.statement
    )


def _line(item: PledgeItem, results: Results | None, judged: Judged) -> PaperLine:
    line = PaperLine(item.content, item.measure or "", item.due_on)
    if results is None:
        return line

    def held(day: date | None, stage: Stage, judge: Judge) -> Judgement | None:
        return judged.get((item.line_id, stage, judge)) if day else None

    return replace(
        line,
        midyear=held(results.checked_on, Stage.MIDYEAR, Judge.MEMBER),
        own=held(results.reviewed_on, Stage.YEAREND, Judge.MEMBER),
        branch=held(results.commented_on, Stage.YEAREND, Judge.BRANCH),
    )


def _confirmation(edition: PledgeEdition) -> Confirmation | None:
    if edition.confirmed_at is None:
        return None
    return Confirmation(
        edition.confirmed_by or "", edition.confirmed_as or "", local(edition.confirmed_at).date()
    )


def _results(pledge: Pledge) -> Results | None:
    """Only what was handed in: until then a judgement is a draft of who writes it."""
    checked_on = local(pledge.checked_at).date() if pledge.checked_at else None

    def handed_in(judge: Judge, kind: StepKind) -> date | None:
        is_there = is_shown(Stage.YEAREND, judge, pledge.status, is_checked=checked_on is not None)
        return _last(pledge, kind) if is_there else None

    reviewed_on = handed_in(Judge.MEMBER, StepKind.SELF_REVIEWED)
    commented_on = handed_in(Judge.BRANCH, StepKind.COMMENTED)
    if not (checked_on or reviewed_on or commented_on):
        return None
    comment = branch_word(pledge) if commented_on else ""
    return Results(checked_on, reviewed_on, commented_on, comment)


def _last(pledge: Pledge, kind: StepKind) -> date | None:
    days = [local(step.at).date() for step in pledge.steps if step.kind is kind]
    return days[-1] if days else None


def _judged(pledge: Pledge) -> Judged:
    rows = db.session.scalars(
        select(PledgeResult)
        .where(PledgeResult.pledge_id == pledge.id)
        .options(selectinload(PledgeResult.evidence))
    )
    return {
        (row.line_id, row.stage, row.judge): Judgement(
            row.outcome,
            row.comment or "",
            tuple(one.text for one in row.evidence if one.text),
        )
        for row in rows
    }


def blank_of(campaign: PledgeCampaign, branch: Organisation | None = None) -> BlankData:
    """The campaign's form as a branch fills it in, or for whichever branch."""
    place = branch or campaign.organisation
    letterhead = letterhead_of(place, book_for(place.path, campaign.opens_on))
    if branch is None:
        letterhead = replace(letterhead, over=place.body_name, issuer="Chi bộ ………………")
    return BlankData(
        letterhead=letterhead,
        title=campaign.template.title,
        year=campaign.year,
        branch=branch.name if branch else "",
        dated=campaign.opens_on,
        grounds=_grounds(campaign),
        opening=campaign.template.opening or "",
        sections=tuple(
            BlankSection(section.heading, section.guidance or "", section.statement or "")
            for section in sections_for(campaign, place)
        ),
    )
