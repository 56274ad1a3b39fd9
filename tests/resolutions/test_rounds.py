"""A draft sent out, commented on, answered and finished: the verbs on the real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Actor
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.rules.life import MeetingStatus
from app.resolutions.document import summary_document
from app.resolutions.models import Comment, CommentInvitation
from app.resolutions.queries import changes_since, signers_of, summary_of
from app.resolutions.queries.rounds import digest_of, invitation_for
from app.resolutions.rules import ResolutionStatus, Treatment
from app.resolutions.service import (
    adopt_resolution,
    answer_comment,
    change_comment,
    change_resolution,
    circulate_draft,
    close_round,
    comment_by_link,
    comment_on,
    extend_round,
    invite_commenter,
    issue_resolution,
    renew_invitation,
    return_to_draft,
    revise_draft,
    revoke_invitation,
    withdraw_comment,
)
from tests.documents.reading import pdf_words, text_words, word_words
from tests.factory import NOW
from tests.minutes.sittings import voted
from tests.resolutions.circulation import AFTER, CLOSES_AT, TEXTS, circulated, drafted

HOUR = timedelta(hours=1)


@pytest.fixture
def out(make):
    return circulated(make)


def say(out, text="Nêu rõ thời hạn.", *, part="tasks", member=3, now=NOW):
    return comment_on(out.round, part=part, text=text, by=out.member(member), now=now)


def answer(out, comment, treatment=Treatment.EXPLAINED, text="Đã nêu ở phần III."):
    answer_comment(comment, treatment, text, version=comment.version, by=out.by, now=AFTER)
    db.session.flush()


def edit(out, **texts):
    resolution = out.resolution
    change_resolution(
        resolution, {**TEXTS, **texts}, version=resolution.version, by=out.by, now=AFTER
    )
    db.session.flush()


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def test_what_is_sent_out_is_kept_whatever_becomes_of_the_draft(out):
    assert out.resolution.status is ResolutionStatus.COMMENTING
    edit(out, tasks="1. Hoàn thiện phương án trước ngày 20/11.")

    assert out.round.texts["tasks"] == TEXTS["tasks"]
    [change] = changes_since(out.round)
    assert change.label == "Phương hướng, nhiệm vụ"
    assert ("inserted", " án trước ngày 20/11.") in change.parts


def test_a_draft_out_for_comment_is_not_edited(out):
    with pytest.raises(RuleBroken, match="đang lấy ý kiến"):
        change_resolution(
            out.resolution, TEXTS, version=out.resolution.version, by=out.by, now=NOW + HOUR
        )


def test_a_deadline_too_near_sends_nothing_out(make):
    sitting, resolution = drafted(make)

    with pytest.raises(RuleBroken, match="ít nhất 1 ngày"):
        circulate_draft(
            resolution,
            closes_at=NOW + 23 * HOUR,
            version=resolution.version,
            by=sitting.by,
            now=NOW,
        )


def test_the_committee_may_ask_for_more_time(make):
    sitting, resolution = drafted(make)
    make.regulation(sitting.branch.parent, "resolution.comment_days", "3")

    with pytest.raises(RuleBroken, match="ít nhất 3 ngày"):
        circulate_draft(
            resolution,
            closes_at=NOW + timedelta(days=2),
            version=resolution.version,
            by=sitting.by,
            now=NOW,
        )


def test_a_draft_is_commented_on_before_the_meeting_that_votes(make):
    sitting, resolution = drafted(make)
    sitting.meeting.status = MeetingStatus.NOTIFIED
    sitting.meeting.held_on += timedelta(days=2)

    with pytest.raises(RuleBroken, match="trước giờ họp"):
        circulate_draft(
            resolution,
            closes_at=NOW + timedelta(days=3),
            version=resolution.version,
            by=sitting.by,
            now=NOW,
        )


def test_a_draft_edited_meanwhile_is_not_sent_out_unread(make):
    sitting, resolution = drafted(make)

    with pytest.raises(StaleEdit):
        circulate_draft(
            resolution,
            closes_at=CLOSES_AT,
            version=resolution.version - 1,
            by=sitting.by,
            now=NOW,
        )


def test_more_time_is_given_while_there_is_some(out):
    extend_round(
        out.round, CLOSES_AT + HOUR, version=out.round.version, by=out.by, now=CLOSES_AT - HOUR
    )
    db.session.flush()
    say(out, now=CLOSES_AT + HOUR / 2)

    with pytest.raises(RuleBroken, match="hết hạn"):
        extend_round(
            out.round,
            CLOSES_AT + 3 * HOUR,
            version=out.round.version,
            by=out.by,
            now=CLOSES_AT + 2 * HOUR,
        )


def test_once_closed_early_nothing_more_is_said(out):
    say(out)
    close_round(out.round, by=out.by, now=NOW + HOUR)

    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        say(out, now=NOW + 2 * HOUR)
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        close_round(out.round, by=out.by, now=NOW + 2 * HOUR)


def test_a_member_says_several_things_rewords_one_and_takes_one_back(out):
    first, second = say(out), say(out, "Bổ sung người phụ trách.", part=None)

    change_comment(
        first, part=None, text="Nêu rõ hạn.", version=first.version, by=out.member(), now=NOW
    )
    withdraw_comment(second, by=out.member(), now=NOW)
    db.session.flush()

    [left] = db.session.scalars(select(Comment))
    assert (left.text, left.part) == ("Nêu rõ hạn.", None)
    assert events()[-3:] == [Event.COMMENT_MADE, Event.COMMENT_CHANGED, Event.COMMENT_WITHDRAWN]


@pytest.mark.parametrize("moment", [CLOSES_AT, AFTER])
def test_from_the_deadline_on_a_comment_stands(out, moment):
    comment = say(out)

    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        say(out, now=moment)
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        change_comment(
            comment, part=None, text="Khác", version=comment.version, by=out.member(), now=moment
        )
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        withdraw_comment(comment, by=out.member(), now=moment)


def test_an_account_without_a_member_says_nothing(out):
    nobody = Actor(out.by.account_id, "Văn phòng", None, out.by.grants)

    with pytest.raises(RuleBroken, match="chưa gắn với đảng viên"):
        comment_on(out.round, part=None, text="Nhất trí.", by=nobody, now=NOW)


def test_a_comment_reworded_meanwhile_is_not_answered_unread(out):
    comment = say(out)

    with pytest.raises(StaleEdit):
        answer_comment(
            comment, Treatment.TAKEN_IN, "", version=comment.version - 1, by=out.by, now=NOW
        )


def test_an_answered_comment_is_no_longer_reworded(out):
    comment = say(out)
    answer_comment(
        comment, Treatment.TAKEN_IN, "", version=comment.version, by=out.by, now=NOW + HOUR
    )
    db.session.flush()

    with pytest.raises(RuleBroken, match="đã được trả lời"):
        change_comment(
            comment,
            part=None,
            text="Ngược lại",
            version=comment.version,
            by=out.member(),
            now=NOW + HOUR,
        )


def test_the_draft_is_finished_when_all_is_answered_and_shows_it(out):
    comment = say(out)
    with pytest.raises(RuleBroken, match="Còn trong hạn"):
        revise_draft(out.resolution, by=out.by, now=NOW + HOUR)
    with pytest.raises(RuleBroken, match="Còn 1 ý kiến"):
        revise_draft(out.resolution, by=out.by, now=AFTER)
    answer(out, comment, Treatment.TAKEN_IN, "")
    with pytest.raises(RuleBroken, match="chưa sửa gì"):
        revise_draft(out.resolution, by=out.by, now=AFTER)
    edit(out, tasks="1. Hoàn thiện phương án trước ngày 20/11.")

    revise_draft(out.resolution, by=out.by, now=AFTER)

    assert out.resolution.status is ResolutionStatus.REVISED


def test_a_second_round_takes_comments_of_its_own(out):
    revise_draft(out.resolution, by=out.by, now=AFTER)
    db.session.flush()
    second = circulate_draft(
        out.resolution,
        closes_at=AFTER + timedelta(days=2),
        version=out.resolution.version,
        by=out.by,
        now=AFTER,
    )
    db.session.flush()

    comment = comment_on(second, part=None, text="Nhất trí.", by=out.member(), now=AFTER + HOUR)

    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        say(out, now=AFTER + HOUR)
    with pytest.raises(RuleBroken, match="Còn 1 ý kiến"):
        revise_draft(out.resolution, by=out.by, now=AFTER + timedelta(days=3))
    assert comment.round_id == second.id


def test_unanswered_comments_stand_in_the_way_of_the_vote(out):
    comment = say(out)
    vote = voted(out.sitting)
    with pytest.raises(RuleBroken, match="trả lời các ý kiến"):
        adopt_resolution(out.resolution, vote, by=out.by, now=AFTER)
    answer(out, comment)
    revise_draft(out.resolution, by=out.by, now=AFTER)

    adopt_resolution(out.resolution, vote, by=out.by, now=AFTER)
    db.session.flush()
    return_to_draft(out.resolution, reason="Ghi nhầm phiếu", by=out.by, now=AFTER)

    assert out.resolution.status is ResolutionStatus.REVISED


def test_a_link_is_known_by_its_digest_alone(out):
    secret = invite_commenter(out.round, name="Phan Thanh Long", title="", by=out.by, now=NOW)
    db.session.flush()

    [invitation] = db.session.scalars(select(CommentInvitation))
    assert len(secret) >= 43  # 256 bits
    assert invitation.secret_sha256 == digest_of(secret)
    facts = db.session.scalars(select(AuditEntry.facts)).all()
    assert secret not in str(facts)
    assert invitation.secret_sha256 not in str(facts)


def test_a_link_takes_one_comment_that_may_be_reworded(out):
    secret = invite_commenter(out.round, name="Phan Thanh Long", title="", by=out.by, now=NOW)
    db.session.flush()
    invitation = invitation_for(secret, now=NOW)

    comment_by_link(invitation, part=None, text="Nhất trí.", now=NOW)
    comment_by_link(invitation, part="tasks", text="Nêu rõ hạn.", now=NOW + HOUR)

    [comment] = db.session.scalars(select(Comment))
    assert (comment.text, comment.author) == ("Nêu rõ hạn.", "Phan Thanh Long")
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        comment_by_link(invitation, part=None, text="Thêm", now=CLOSES_AT)


def test_a_revoked_or_renewed_link_opens_nothing_and_loses_nothing(out):
    secret = invite_commenter(out.round, name="Phan Thanh Long", title="", by=out.by, now=NOW)
    db.session.flush()
    invitation = invitation_for(secret, now=NOW)
    comment_by_link(invitation, part=None, text="Nhất trí.", now=NOW)

    renewed = renew_invitation(invitation, by=out.by, now=NOW)
    db.session.flush()
    assert invitation_for(secret, now=NOW) is None
    assert invitation_for(renewed, now=NOW) is invitation
    revoke_invitation(invitation, by=out.by, now=NOW)
    db.session.flush()

    assert invitation_for(renewed, now=NOW) is None
    with pytest.raises(RuleBroken, match="không còn dùng được"):
        comment_by_link(invitation, part=None, text="Thêm", now=NOW)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1


def test_nobody_is_invited_after_the_deadline(out):
    with pytest.raises(RuleBroken, match="hết hạn góp ý"):
        invite_commenter(out.round, name="Phan Thanh Long", title="", by=out.by, now=AFTER)


def test_the_summary_names_who_said_what_and_the_appendix_does_not(out):
    comment = say(out, "Nêu rõ thời hạn.")
    answer(out, comment)
    revise_draft(out.resolution, by=out.by, now=AFTER)
    summary = summary_document(summary_of(out.resolution))
    text = render_text(summary)
    assert "Tổng số 01 ý kiến: tiếp thu 0, giải trình 01." in text
    assert out.member().name in text
    assert "(Phương hướng, nhiệm vụ) Nêu rõ thời hạn." in text
    assert pdf_words(summary) == word_words(summary) == text_words(summary)

    vote = voted(out.sitting)
    adopt_resolution(out.resolution, vote, by=out.by, now=AFTER)
    db.session.flush()
    held_on = out.sitting.meeting.held_on
    issue_resolution(
        out.resolution,
        issued_on=held_on,
        signer=signers_of(out.resolution, on=held_on)[0],
        with_comments=True,
        by=out.by,
        now=AFTER,
    )

    issued = str(out.resolution.document)
    assert "Nêu rõ thời hạn." in issued
    assert "PHỤ LỤC" in issued
    assert out.member().name not in issued
