"""Whatever is tried in whatever order: no comment is lost, nothing is issued without a vote."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.resolutions.models import Comment
from app.resolutions.queries import latest_round, signers_of
from app.resolutions.rules import IN_FORCE, ResolutionStatus, Treatment
from app.resolutions.service import (
    adopt_resolution,
    answer_comment,
    change_resolution,
    circulate_draft,
    close_round,
    comment_on,
    issue_resolution,
    return_to_draft,
    revise_draft,
)
from tests.factory import NOW, Make
from tests.minutes.sittings import voted
from tests.resolutions.circulation import TEXTS, Circulation, circulated

DAY = timedelta(days=1)


class Way:
    """One resolution and somebody who tries everything with it, a day after another."""

    def __init__(self, make: Make) -> None:
        self.out: Circulation = circulated(make)
        self.resolution = self.out.resolution
        self.by = self.out.by
        self.vote = voted(self.out.sitting)
        self.now = NOW
        self.said: set[str] = set()

    def try_to(self, step: str) -> None:
        self.now += DAY / 2
        try:
            getattr(self, step)()
            db.session.flush()
        except (RuleBroken, StaleEdit):
            db.session.flush()

    def comment(self) -> None:
        text = f"Ý kiến thứ {len(self.said) + 1}."
        round_ = latest_round(self.resolution)
        comment_on(round_, part=None, text=text, by=self.out.member(), now=self.now)
        self.said.add(text)

    def answer(self) -> None:
        waiting = db.session.scalar(select(Comment).where(Comment.treatment.is_(None)).limit(1))
        if waiting is not None:
            answer_comment(
                waiting,
                Treatment.EXPLAINED,
                "Đã có trong dự thảo.",
                version=waiting.version,
                by=self.by,
                now=self.now,
            )

    def edit(self) -> None:
        texts = {**TEXTS, "tasks": f"1. Bản ngày {self.now:%d/%m %H:%M}."}
        change_resolution(
            self.resolution, texts, version=self.resolution.version, by=self.by, now=self.now
        )

    def circulate(self) -> None:
        circulate_draft(
            self.resolution,
            closes_at=self.now + 2 * DAY,
            version=self.resolution.version,
            by=self.by,
            now=self.now,
        )

    def close(self) -> None:
        close_round(latest_round(self.resolution), by=self.by, now=self.now)

    def revise(self) -> None:
        revise_draft(self.resolution, by=self.by, now=self.now)

    def adopt(self) -> None:
        adopt_resolution(self.resolution, self.vote, by=self.by, now=self.now)

    def adopt_without_vote(self) -> None:
        adopt_resolution(self.resolution, None, by=self.by, now=self.now)

    def give_back(self) -> None:
        return_to_draft(self.resolution, reason="Ghi nhầm", by=self.by, now=self.now)

    def issue(self) -> None:
        held_on = self.out.sitting.meeting.held_on
        issue_resolution(
            self.resolution,
            issued_on=held_on,
            signer=signers_of(self.resolution, on=held_on)[0],
            by=self.by,
            now=self.now,
        )


STEPS = (
    "comment",
    "answer",
    "edit",
    "circulate",
    "close",
    "revise",
    "adopt",
    "adopt_without_vote",
    "give_back",
    "issue",
)


def check(way: Way) -> None:
    kept = db.session.scalars(select(Comment)).all()
    assert {comment.text for comment in kept} == way.said
    status = way.resolution.status
    if status not in {ResolutionStatus.DRAFT, ResolutionStatus.COMMENTING}:
        assert all(comment.treatment for comment in kept), status
    if status is ResolutionStatus.ADOPTED or status in IN_FORCE:
        assert way.resolution.vote is not None
        assert way.resolution.vote.is_passed
    assert (way.resolution.number_symbol is not None) is (status in IN_FORCE)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
def test_no_way_loses_a_comment_or_issues_without_a_vote(make, steps):
    way = Way(make)
    try:
        for step in steps:
            way.try_to(step)
            check(way)
    finally:
        db.session.rollback()


def test_the_whole_way_leads_to_the_issue(make):
    way = Way(make)

    for step in ("comment", "close", "answer", "revise", "adopt", "issue"):
        way.try_to(step)
        check(way)

    assert way.resolution.status is ResolutionStatus.ISSUED
    assert len(way.said) == 1
