import pytest
from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.meetings.rules.life import MeetingStatus
from app.meetings.service.life import open_meeting
from app.minutes.queries import paper_of
from app.topics.document import lead_paper_document
from app.topics.models import Question
from app.topics.queries import data_of, questions_of, versions_of
from tests.factory import NOW

ASKED = "Việc nào còn ký giấy?\nAi kèm cặp?\nBao giờ xong?"


def url(topical):
    return f"/meetings/{topical.meeting.id}/lead-paper/questions"


def ask(client, topical, text=ASKED, **values):
    version = versions_of(questions_of(topical.meeting.id))
    return client.post(url(topical), data={"questions": text, "version": version, **values})


def asked():
    db.session.expire_all()
    return [q.text for q in db.session.scalars(select(Question).order_by(Question.position))]


@pytest.mark.parametrize(
    "text", [ASKED, "1. Việc nào còn ký giấy?\n\n2) Ai kèm cặp?\n - Bao giờ xong?"]
)
def test_each_line_is_a_question_whatever_mark_it_was_given(secretary, topical, text):
    ask(secretary, topical, text)

    assert asked() == ASKED.splitlines()


def test_the_list_is_put_in_another_order_shortened_and_emptied(secretary, topical):
    ask(secretary, topical)
    ask(secretary, topical, "Bao giờ xong?\nAi kèm cặp?")
    assert asked() == ["Bao giờ xong?", "Ai kèm cặp?"]

    ask(secretary, topical, "")

    assert asked() == []


def test_the_presenter_prepares_them_too_and_other_members_do_not(presenter, enter, topical):
    assert ask(enter(4), topical).status_code == 403

    ask(presenter, topical)

    assert asked() == ASKED.splitlines()


def test_saving_the_same_leaves_no_line(secretary, topical):
    ask(secretary, topical)
    ask(secretary, topical)

    lines = select(AuditEntry).where(AuditEntry.event == Event.QUESTION_CHANGED)
    assert len(db.session.scalars(lines).all()) == 1


def test_two_at_once_see_both_lists(secretary, topical):
    ask(secretary, topical)

    page = ask(secretary, topical, "Câu khác?", version="")

    assert page.status_code == 409
    assert "Câu khác?" in page.text
    assert "Ai kèm cặp?" in page.text
    assert asked() == ASKED.splitlines()


def test_they_stand_in_the_programme_and_under_the_paper(secretary, paper, topical):
    ask(secretary, topical)

    programme = render_text(paper_of(topical.meeting, "programme"))
    printed = render_text(lead_paper_document(data_of(paper)))

    assert "Câu hỏi gợi ý thảo luận chuyên đề" in programme
    assert "2. Ai kèm cặp?" in programme
    assert "2. Ai kèm cặp?" in printed


def test_they_stand_beside_the_discussion_and_on_the_screen(secretary, topical):
    ask(secretary, topical)
    open_meeting(topical.meeting, began_time=topical.meeting.start_time, by=topical.by, now=NOW)
    topical.meeting.current_section = "topical"
    db.session.commit()

    step = secretary.get(f"/meetings/{topical.meeting.id}/steps/topical")
    screen = secretary.get(f"/meetings/{topical.meeting.id}/screen/state")

    assert "Ai kèm cặp?" in step.text
    assert "Ai kèm cặp?" in screen.text


def test_the_screen_shows_them_only_at_the_topic(secretary, topical):
    ask(secretary, topical)
    topical.meeting.current_section = "opening"
    db.session.commit()

    screen = secretary.get(f"/meetings/{topical.meeting.id}/screen/state")

    assert "Ai kèm cặp?" not in screen.text


def test_after_adoption_of_the_minutes_they_stay(secretary, topical):
    ask(secretary, topical)
    topical.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()

    page = ask(secretary, topical, "Câu khác?")

    assert "không sửa được nữa" in page.text
    assert asked() == ASKED.splitlines()
