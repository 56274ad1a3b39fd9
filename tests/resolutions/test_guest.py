"""The page behind a link: one draft, one comment, until the deadline, and nothing else."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.extensions import db
from app.resolutions.models import Comment
from app.resolutions.queries.rounds import invitation_for
from app.resolutions.rules import Treatment
from app.resolutions.service import (
    answer_comment,
    circulate_draft,
    close_round,
    comment_on,
    invite_commenter,
    revise_draft,
    revoke_invitation,
)
from tests.factory import NOW
from tests.resolutions.circulation import AFTER, CLOSES_AT, circulated

SAID = {"part": "tasks", "text": "Nêu rõ thời hạn."}


@pytest.fixture
def out(make):
    return circulated(make)


@pytest.fixture
def secret(out):
    found = invite_commenter(
        out.round, name="Phan Thanh Long", title="Chủ tịch Công đoàn", by=out.by, now=NOW
    )
    db.session.commit()
    return found


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def url(secret):
    return f"/draft-comments/{secret}"


def comments():
    return db.session.scalars(select(Comment)).all()


def test_the_link_shows_the_draft_and_takes_one_comment(client, secret):
    page = client.get(url(secret))
    assert "trân trọng mời Phan Thanh Long, Chủ tịch Công đoàn," in page.text
    assert "Hoàn thiện phương án." in page.text

    assert client.post(url(secret), data=SAID).status_code == 302
    assert client.post(url(secret), data={**SAID, "text": "Nêu rõ hạn."}).status_code == 302

    [comment] = comments()
    assert (comment.author, comment.text, comment.part) == (
        "Phan Thanh Long",
        "Nêu rõ hạn.",
        "tasks",
    )
    assert "Nêu rõ hạn." in client.get(url(secret)).text


def test_an_empty_comment_is_sent_back_with_a_sentence(client, secret):
    page = client.post(url(secret), data={"part": "tasks", "text": " "})

    assert "Nhập nội dung góp ý." in page.text
    assert comments() == []


def test_a_link_that_is_wrong_too_late_closed_or_revoked_gets_one_answer(
    client, out, secret, clock
):
    answers = [client.get(url("x" * 43))]
    revoked = invite_commenter(out.round, name="Lê Hoài Ân", title="", by=out.by, now=NOW)
    db.session.flush()
    revoke_invitation(invitation_for(revoked, now=NOW), by=out.by, now=NOW)
    db.session.commit()
    answers.append(client.get(url(revoked)))
    clock.move_to(CLOSES_AT)
    answers += [client.get(url(secret)), client.post(url(secret), data=SAID)]
    clock.move_to(NOW + timedelta(hours=1))
    close_round(out.round, by=out.by, now=NOW + timedelta(hours=1))
    db.session.commit()
    answers.append(client.get(url(secret)))

    bodies = {re.sub(r'nonce="[^"]*"', "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(bodies) == 1
    assert "Hoàn thiện phương án" not in bodies.pop()
    assert comments() == []


def test_what_was_said_cannot_be_replayed_or_read_after_the_deadline(client, secret, clock):
    client.post(url(secret), data=SAID)
    clock.move_to(AFTER)

    assert client.post(url(secret), data={**SAID, "text": "Ngược lại."}).status_code == 404
    assert "Nêu rõ thời hạn." not in client.get(url(secret)).text
    [comment] = comments()
    assert comment.text == SAID["text"]


def test_the_link_of_one_round_opens_no_later_one(client, out, secret, clock):
    revise_draft(out.resolution, by=out.by, now=AFTER)
    db.session.flush()
    circulate_draft(
        out.resolution,
        closes_at=AFTER + timedelta(days=3),
        version=out.resolution.version,
        by=out.by,
        now=AFTER,
    )
    db.session.commit()
    clock.move_to(AFTER + timedelta(hours=1))

    assert client.get(url(secret)).status_code == 404
    assert client.post(url(secret), data=SAID).status_code == 404


def test_the_link_shows_the_draft_as_sent_and_nothing_that_others_said(client, out, secret):
    comment_on(out.round, part=None, text="Ý kiến của người khác.", by=out.member(), now=NOW)
    db.session.commit()

    page = client.get(url(secret)).text

    assert "Ý kiến của người khác." not in page
    assert out.member().name not in page


def test_the_link_opens_no_other_page(client, out, secret):
    client.get(url(secret))
    client.post(url(secret), data=SAID)

    for path in (
        "/",
        f"/resolutions/{out.resolution.id}",
        f"/resolutions/{out.resolution.id}/comments",
        f"/comment-rounds/{out.round.id}",
        f"/meetings/{out.sitting.meeting.id}",
    ):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "/sign-in" in answer.headers["Location"]


def test_an_answered_comment_stands(client, out, secret):
    client.post(url(secret), data=SAID)
    [comment] = comments()
    answer_comment(comment, Treatment.TAKEN_IN, "", version=comment.version, by=out.by, now=NOW)
    db.session.commit()

    page = client.post(url(secret), data={**SAID, "text": "Ngược lại."})

    assert "đã được trả lời" in page.text
    assert comments()[0].text == SAID["text"]


def test_the_page_is_kept_by_nobody_and_tells_nobody_where_one_came_from(client, secret):
    for answer in (client.get(url(secret)), client.get(url("khong-co"))):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_the_form_is_guarded_against_other_sites_without_any_account(app, secret):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        https = {
            "base_url": "https://nenep.example",
            "headers": {"Referer": "https://nenep.example/"},
        }
        page = client.get(url(secret), **https).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)

        assert client.post(url(secret), data=SAID, **https).status_code == 400
        sent = client.post(url(secret), data={**SAID, "csrf_token": token}, **https)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert sent.status_code == 302
    assert len(comments()) == 1


def test_the_secret_is_shown_once_and_kept_nowhere(out, make, sign_in):
    secretary = sign_in(account=make.account(member=out.sitting.secretary, at=out.sitting.branch))

    page = secretary.post(
        f"/comment-rounds/{out.round.id}/invite", data={"name": "Phan Thanh Long", "title": ""}
    ).text
    secret = re.search(r"/draft-comments/([\w-]{43})", page).group(1)

    assert secret not in secretary.get(f"/resolutions/{out.resolution.id}/comments").text
    assert secret not in str(db.session.execute(select(AuditEntry.facts)).all())
    again = secretary.post(
        f"/comment-rounds/{out.round.id}/invite", data={"name": "Phan Thanh Long", "title": ""}
    )
    assert "Đã mời Phan Thanh Long" in again.text


def test_a_failure_is_logged_without_the_secret(app, secret, monkeypatch, capsys):
    def fail(*_args, **_values):
        raise RuntimeError("boom")

    monkeypatch.setattr(import_module("app.resolutions.routes.guest"), "circulated_text", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setattr(app, "testing", False)
    answer = app.test_client().get(url(secret))

    logged = "".join(capsys.readouterr())
    assert answer.status_code == 500
    assert "/draft-comments/<string:secret>" in logged
    assert secret not in logged
