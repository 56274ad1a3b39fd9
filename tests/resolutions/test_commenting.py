"""Who reads a draft that was sent out, who says what, who reads what was said."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position
from app.resolutions.models import Comment, CommentRound
from app.resolutions.rules import ResolutionStatus, Treatment
from app.resolutions.service import answer_comment, comment_on
from app.search.queries import find
from app.search.rules.findables import Narrowed
from app.search.rules.question import question
from tests.factory import NOW
from tests.resolutions.circulation import AFTER, CLOSES_AT, TEXTS, circulated, drafted

SAID = {"part": "tasks", "text": "Nêu rõ thời hạn."}


@pytest.fixture(autouse=True)
def clock(app, monkeypatch):
    monkeypatch.setitem(app.config, "PERMANENT_SESSION_LIFETIME", timedelta(days=365))
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def out(make):
    found = circulated(make)
    db.session.commit()
    return found


@pytest.fixture
def secretary(out, make, sign_in):
    return sign_in(account=make.account(member=out.sitting.secretary, at=out.sitting.branch))


@pytest.fixture
def member(out, make, sign_in):
    return sign_in(account=make.account(member=out.sitting.members[3], at=out.sitting.branch))


def round_url(out, path=""):
    return f"/comment-rounds/{out.round.id}{path}"


def the_comment():
    return db.session.scalars(select(Comment)).one()


def said_by(out, number=4, text="Ý kiến của người khác."):
    comment = comment_on(out.round, part=None, text=text, by=out.member(number), now=NOW)
    db.session.commit()
    return comment


def test_a_draft_is_sent_out_from_its_page(make, sign_in):
    sitting, resolution = drafted(make)
    secretary = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))
    url = f"/resolutions/{resolution.id}/circulate"
    form = {"closes_on": "2026-11-03", "closes_time": "17:00", "version": resolution.version}

    assert "ít nhất 1 ngày" in secretary.post(url, data=form).text
    assert secretary.post(url, data={**form, "closes_on": "2026-11-06"}).status_code == 302

    round_ = db.session.scalars(select(CommentRound)).one()
    assert round_.resolution.status is ResolutionStatus.COMMENTING
    assert "đến 17:00 ngày 06/11/2026" in secretary.get(f"/resolutions/{resolution.id}").text
    assert secretary.get(url).status_code == 409


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0001-01-01", "Năm phải từ 1930"),
        ("31/02/2026", "Ngày chưa đúng"),
        ("9999-12-31", "Năm phải từ 1930"),
        ("2027-11-05", "trong vòng một năm"),
    ],
)
def test_a_deadline_that_cannot_be_meant_is_refused_in_words(make, sign_in, day, said):
    sitting, resolution = drafted(make)
    secretary = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))
    form = {"closes_on": day, "closes_time": "00:00", "version": resolution.version}

    answer = secretary.post(f"/resolutions/{resolution.id}/circulate", data=form)

    assert said in answer.text
    assert db.session.scalars(select(CommentRound)).all() == []


def test_a_member_finds_the_draft_among_what_waits_and_comments(member, out):
    assert "Góp ý dự thảo nghị quyết" in member.get("/").text
    page = member.get(round_url(out)).text
    assert "Hoàn thiện phương án." in page

    assert member.post(round_url(out, "/comment"), data=SAID).status_code == 302

    assert (the_comment().member_id, the_comment().part) == (out.sitting.members[3].id, "tasks")
    assert SAID["text"] in member.get(round_url(out)).text
    assert "Góp ý dự thảo nghị quyết" not in member.get("/").text


def test_a_member_reads_the_draft_as_sent_and_not_what_it_becomes(member, secretary, out, clock):
    clock.move_to(AFTER)
    edited = {**TEXTS, "tasks": "1. Bản mới.", "version": out.fresh().version}
    secretary.post(f"/resolutions/{out.resolution.id}/edit", data=edited)
    assert out.fresh().tasks == "1. Bản mới."

    page = member.get(round_url(out)).text

    assert "Hoàn thiện phương án." in page
    assert "Bản mới" not in page
    assert member.get(f"/resolutions/{out.resolution.id}").status_code == 403
    assert member.get(round_url(out, "/compare")).status_code == 403
    assert "Bản mới." in secretary.get(round_url(out, "/compare")).text


def test_an_empty_or_late_comment_is_sent_back_with_what_was_typed(member, out, clock):
    assert "Nhập nội dung góp ý." in member.post(round_url(out, "/comment"), data={"text": ""}).text
    clock.move_to(AFTER)

    page = member.post(round_url(out, "/comment"), data=SAID).text

    assert "Đã hết hạn góp ý" in page
    assert SAID["text"] in page
    assert db.session.scalars(select(Comment)).all() == []


def test_members_do_not_read_each_others_comments(member, out):
    comment = said_by(out)

    assert comment.text not in member.get(round_url(out)).text
    assert member.get(f"/resolutions/{out.resolution.id}/comments").status_code == 403
    for path in ("/edit", "/answer"):
        assert member.get(round_url(out, f"/comments/{comment.id}{path}")).status_code == 403
    assert member.post(round_url(out, f"/comments/{comment.id}/withdraw")).status_code == 403
    assert the_comment().text == comment.text


def test_those_who_must_answer_read_who_said_what_and_others_above_do_not(out, make, sign_in):
    said_by(out)
    committee = out.sitting.branch.parent
    url = f"/resolutions/{out.resolution.id}/comments"

    inspector = sign_in(Role.INSPECTOR, at=committee)
    above = sign_in(Role.STANDING_COMMITTEE, at=committee)

    assert out.member(4).name in inspector.get(url).text
    assert inspector.get(url.replace("comments", "comments/download.txt")).status_code == 200
    assert above.get(url).status_code == 403
    assert above.get(url.replace("comments", "comments/download.txt")).status_code == 403
    history = f"/resolutions/{out.resolution.id}/history"
    assert (
        out.member(4).name
        not in sign_in(Role.BRANCH_COMMITTEE, at=out.sitting.branch).get(history).text
    )


def test_the_author_rewords_takes_back_and_reads_the_answer(member, out, clock):
    member.post(round_url(out, "/comment"), data=SAID)
    comment = the_comment()
    url = round_url(out, f"/comments/{comment.id}")

    version = comment.version
    member.post(f"{url}/edit", data={**SAID, "text": "Nêu rõ hạn.", "version": version})
    assert the_comment().text == "Nêu rõ hạn."
    stale = member.post(f"{url}/edit", data={**SAID, "text": "Khác", "version": version})
    assert stale.status_code == 409

    answered = the_comment()
    answer_comment(
        answered,
        Treatment.EXPLAINED,
        "Đã nêu ở phần III.",
        version=answered.version,
        by=out.by,
        now=NOW,
    )
    db.session.commit()
    assert "Đã nêu ở phần III." in member.get(round_url(out)).text
    assert member.post(f"{url}/withdraw").status_code == 409


def test_a_comment_not_yet_answered_is_taken_back(member, out):
    member.post(round_url(out, "/comment"), data=SAID)

    assert member.post(round_url(out, f"/comments/{the_comment().id}/withdraw")).status_code == 302

    assert db.session.scalars(select(Comment)).all() == []


def test_a_superior_who_follows_the_branch_comments_too(out, make, sign_in):
    committee = out.sitting.branch.parent
    superior = make.member("Hoàng Đức Thắng")
    make.position(superior, committee, Position.STANDING_COMMITTEE_MEMBER)
    client = sign_in(account=make.account(at=committee, member=superior))
    assert "Góp ý dự thảo nghị quyết" in client.get("/").text

    client.post(round_url(out, "/comment"), data=SAID)

    assert the_comment().member_id == superior.id


def test_another_branch_does_not_know_the_round(out, make, sign_in):
    stranger = sign_in(Role.SECRETARY, at=make.branch())

    assert stranger.get(round_url(out)).status_code == 404
    assert stranger.post(round_url(out, "/comment"), data=SAID).status_code == 404
    assert "Góp ý dự thảo" not in stranger.get("/").text


def test_the_draft_is_worked_through_to_the_end(secretary, out, clock):
    comment = said_by(out)
    clock.move_to(AFTER)
    url = f"/resolutions/{out.resolution.id}"
    assert "Tiếp thu, giải trình góp ý" in secretary.get("/").text
    assert secretary.post(f"{url}/revise").status_code == 409

    answer = round_url(out, f"/comments/{comment.id}/answer")
    form = {"treatment": "explained", "answer": "", "version": comment.version}
    assert "Nêu nội dung giải trình." in secretary.post(answer, data=form).text
    secretary.post(answer, data={**form, "answer": "Đã nêu ở phần III."})
    assert the_comment().treatment is Treatment.EXPLAINED
    assert secretary.post(f"{url}/revise").status_code == 302

    assert out.fresh().status is ResolutionStatus.REVISED
    assert "Tiếp thu, giải trình góp ý" not in secretary.get("/").text


def test_the_deadline_is_moved_and_the_round_closed_from_its_page(secretary, out, clock):
    form = {"closes_on": "2026-11-08", "closes_time": "17:00", "version": out.round.version}
    clock.move_to(CLOSES_AT - timedelta(hours=1))

    assert secretary.post(round_url(out, "/extend"), data=form).status_code == 302
    assert "17 giờ 00 ngày 08/11/2026" in secretary.get(round_url(out)).text
    assert secretary.post(round_url(out, "/close")).status_code == 302

    assert "Đã hết hạn góp ý" in secretary.get(round_url(out)).text


def test_a_draft_out_for_comment_is_found_by_those_who_write_it_alone(out):
    asked = question("phương án")

    assert [hit.subject_id for hit in find(out.by, asked, Narrowed()).hits].count(out.resolution.id)
    assert out.resolution.id not in {
        hit.subject_id for hit in find(out.member(), asked, Narrowed()).hits
    }


@pytest.mark.parametrize("path", ["/resolutions/{}/comments", "/resolutions/{}"])
def test_a_page_of_many_comments_asks_as_much_as_one_of_few(secretary, out, path, count_queries):
    url = path.format(out.resolution.id)
    said_by(out)
    secretary.get(url)
    with count_queries() as few:
        secretary.get(url)
    for number in range(6):
        said_by(out, 1 + number % 4, f"Ý kiến {number}.")

    with count_queries() as many:
        secretary.get(url)

    assert len(many) == len(few) <= 16
