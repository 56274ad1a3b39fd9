"""Drafts sent out for comment, and when what was issued is looked back at."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.sitting import numbered
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.meetings.models import Meeting
from app.resolutions.models import Comment, CommentRound, Resolution
from app.resolutions.queries import proposal_for
from app.resolutions.rules import ResolutionKind, ReviewKind, Treatment
from app.resolutions.service import (
    answer_comment,
    circulate_draft,
    comment_on,
    draft_resolution,
    invite_commenter,
    plan_review,
)


def happenings(world: World) -> Iterator[Happening]:
    for row in written.drafts()["review"]:
        yield _at(row, "planned_at", row, partial(_plan, world, row))
    for row in written.drafts()["draft"]:
        yield _at(row, "drafted_at", row, partial(_draft, world, row))
        yield _at(row, "circulated_at", row, partial(_circulate, world, row))
        for invited in row["invitations"]:
            yield _at(row, "at", invited, partial(_invite, world, row, invited))
        for said in row["comments"]:
            yield _at(row, "at", said, partial(_say, world, row, said))
            if "answered_at" in said:
                yield _at(row, "answered_at", said, partial(_answer, world, row, said))


def _at(of: Row, name: str, row: Row, do: "partial[None]") -> Happening:
    return Happening(written.moment(row[name]), of["meeting"], do)


def _secretary(world: World, row: Row, now: datetime) -> Actor:
    return world.secretary(row["branch"], now.date())


def _plan(world: World, row: Row, now: datetime) -> None:
    resolution = db.session.get_one(Resolution, world.resolutions[row["meeting"]])
    by = _secretary(world, row, now)
    plan_review(resolution, ReviewKind(row["kind"]), row["due_on"], by=by, now=now)


def _draft(world: World, row: Row, now: datetime) -> None:
    meeting = db.session.get_one(Meeting, world.meetings[row["meeting"]])
    texts = proposal_for(meeting, ResolutionKind.TOPICAL)
    texts["abstract"] = row["abstract"]
    for name in ("assessment", "tasks", "arrangements"):
        texts[name] = numbered(row[name])
    resolution = draft_resolution(meeting, texts, by=_secretary(world, row, now), now=now)
    world.resolutions[row["meeting"]] = resolution.id


def _circulate(world: World, row: Row, now: datetime) -> None:
    resolution = db.session.get_one(Resolution, world.resolutions[row["meeting"]])
    circulate_draft(
        resolution,
        closes_at=written.moment(row["closes_at"]),
        version=resolution.version,
        by=_secretary(world, row, now),
        now=now,
    )


def _round(world: World, row: Row) -> CommentRound:
    query = select(CommentRound).where(
        CommentRound.resolution_id == world.resolutions[row["meeting"]]
    )
    return db.session.scalars(query).one()


def _invite(world: World, row: Row, invited: Row, now: datetime) -> None:
    invite_commenter(
        _round(world, row),
        name=invited["name"],
        title=invited["title"],
        by=_secretary(world, row, now),
        now=now,
    )


def _say(world: World, row: Row, said: Row, now: datetime) -> None:
    comment_on(
        _round(world, row),
        part=said.get("part"),
        text=said["text"],
        by=world.actors[said["member"]],
        now=now,
    )


def _answer(world: World, row: Row, said: Row, now: datetime) -> None:
    member = world.members[said["member"]]
    query = select(Comment).where(
        Comment.round_id == _round(world, row).id, Comment.member_id == member.id
    )
    comment = db.session.scalars(query).one()
    answer_comment(
        comment,
        Treatment(said["treatment"]),
        said["answer"],
        version=comment.version,
        by=_secretary(world, row, now),
        now=now,
    )
