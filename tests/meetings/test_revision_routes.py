"""Who wrote what when: the pages that tell, compare and bring back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.meetings.models import AgendaItem, Meeting, Statement
from app.meetings.queries.live import broken_revision
from app.meetings.rules.life import MeetingStatus

HOSTILE = "<script>alert(1)</script> \u202egnp & " + "rất dài " * 2000


@pytest.fixture
def unit(item):
    return f"item:{item.id}"


@pytest.fixture
def pages(running):
    return f"/meetings/{running.meeting.id}/revisions"


def test_the_list_names_each_text_with_who_wrote_it_last(hanh, trang, unit, pages):
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    trang.save(unit, 1, {"conclusion": "Nhất trí."})

    page = hanh.client.get(pages).text

    assert "đồng chí Nguyễn Thu Trang" in page
    assert "Điểm danh: đồng chí Võ Văn Bình" in page


def test_a_run_of_saves_is_read_as_one(hanh, trang, unit, pages):
    for number, text in enumerate(("Kinh", "Kinh tế", "Kinh tế tăng.")):
        hanh.save(unit, number, {"content": text})
    trang.save(unit, 3, {"conclusion": "Nhất trí."})

    page = hanh.client.get(f"{pages}/{unit}").text

    assert "bản 1–3" in page
    assert "bản 4" in page


def test_two_versions_are_compared_word_by_word(hanh, unit, pages):
    hanh.save(unit, 0, {"content": "Kinh tế tăng khá."})
    hanh.save(unit, 1, {"content": "Kinh tế tăng mạnh."})

    page = hanh.client.get(f"{pages}/{unit}?from=1&to=2").text

    assert '<del><span class="visually-hidden">[bỏ:</span> khá.' in page
    assert '<ins><span class="visually-hidden">[thêm:</span> mạnh.' in page


def test_names_and_choices_are_shown_in_words(hanh, running, pages):
    unit = f"roll:{running.members[3].id}"
    hanh.save(unit, 1, {"presence": "excused", "reason": "đi công tác"})

    page = hanh.client.get(f"{pages}/{unit}").text

    assert "Vắng có lý do" in page
    assert "excused" not in page


def test_a_version_brought_back_is_a_new_one_and_loses_nothing(hanh, unit, item, pages, running):
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    hanh.save(unit, 1, {"content": ""})

    answer = hanh.client.post(f"{pages}/{unit}/1/restore", data={"known": "2"})

    assert answer.status_code == 302
    assert db.session.get(AgendaItem, item.id).content == "Kinh tế tăng."
    line = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == Event.TEXT_RESTORED.value)
    ).one()
    assert line.facts == {"unit": unit, "revision": 3, "restored": 1}
    assert broken_revision(running.meeting) is None


def test_nothing_is_brought_back_over_what_nobody_has_seen(hanh, trang, unit, item, pages):
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    hanh.save(unit, 1, {"content": "Kinh tế tăng mạnh."})
    trang.save(unit, 2, {"content": "Kinh tế giảm."})

    answer = hanh.client.post(f"{pages}/{unit}/1/restore", data={"known": "2"})

    assert answer.status_code == 409
    assert db.session.get(AgendaItem, item.id).content == "Kinh tế giảm."


def test_what_was_removed_can_be_brought_back(hanh, running, pages):
    statement = Statement(
        meeting=running.meeting, position=1, member_id=running.members[1].id, text="Nhất trí."
    )
    db.session.add(statement)
    db.session.commit()
    unit, id_ = f"statement:{statement.id}", statement.id
    hanh.save(unit, 0, {"text": "Hoàn toàn nhất trí."})
    hanh.client.post(f"/meetings/{running.meeting.id}/statements/{id_}/remove")

    answer = hanh.client.post(f"{pages}/{unit}/1/restore", data={"known": "2"})

    assert answer.status_code == 302
    assert db.session.get(Statement, id_).text == "Hoàn toàn nhất trí."


def test_what_was_not_chosen_is_seen_and_can_be_put_in(hanh, trang, unit, item, pages):
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    aside = trang.change(unit, 0, {"content": "Xuất khẩu giảm."})
    trang.send(aside)
    page = hanh.client.get(pages).text
    url = page.partition(f'action="{pages}/kept/')[2].partition('"')[0]

    hanh.client.post(f"{pages}/kept/{url}", data={"known": "1"})

    assert "Xuất khẩu giảm." in page
    assert db.session.get(AgendaItem, item.id).content == "Xuất khẩu giảm."


def test_what_is_incomplete_is_seen_with_its_writer(hanh, trang, running, pages):
    hanh.save(f"statement:{running.meeting.id}", 0, {"text": "Tôi băn khoăn."})

    page = trang.client.get(pages).text

    assert "Tôi băn khoăn." in page
    assert "Chưa đủ để lưu" in page


def test_adopted_minutes_offer_nothing_to_bring_back(hanh, unit, pages, running):
    hanh.save(unit, 0, {"content": "Kinh tế tăng."})
    hanh.save(unit, 1, {"content": "Kinh tế giảm."})
    running.meeting.status = MeetingStatus.ADOPTED
    db.session.commit()

    page = hanh.client.get(f"{pages}/{unit}").text
    answer = hanh.client.post(f"{pages}/{unit}/1/restore", data={"known": "2"})

    assert "Khôi phục" not in page
    assert answer.status_code == 409


def test_hostile_and_endless_text_is_only_text(hanh, trang, unit, pages):
    hanh.save(unit, 0, {"content": HOSTILE})
    trang.save(unit, 0, {"content": "</del><img src=x onerror=alert(1)>"})

    for page in (hanh.client.get(f"{pages}/{unit}").text, hanh.client.get(pages).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


def test_restricted_history_is_hidden_from_who_may_not_read_it(
    hanh, unit, item, pages, running, sign_in
):
    hanh.save(unit, 0, {"content": "Có băn khoăn."})
    db.session.get(AgendaItem, item.id).is_restricted = True
    db.session.commit()
    member = sign_in(Role.MEMBER, at=running.branch)

    assert member.get(f"{pages}/{unit}").status_code == 403


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        (Role.INSPECTOR, 403, 200),
        (Role.BRANCH_COMMITTEE, 200, 200),
        (Role.STANDING_COMMITTEE, 403, 403),
        (Role.COMMITTEE_MEMBER, 403, 403),
        (Role.MEMBER, 403, 403),
        (Role.OFFICE, 403, 403),
    ],
)
@pytest.mark.parametrize("is_restricted", [False, True])
def test_how_a_draft_came_about_is_read_by_who_writes_it_alone(
    hanh, unit, item, pages, running, sign_in, role, before, after, is_restricted
):
    hanh.save(unit, 0, {"content": "Có băn khoăn."})
    db.session.get(AgendaItem, item.id).is_restricted = is_restricted
    db.session.commit()
    reader = sign_in(role, at=running.branch)
    asked = [pages, f"{pages}/{unit}"]

    draft = [reader.get(page).status_code for page in asked]
    db.session.get(Meeting, running.meeting.id).status = MeetingStatus.ADOPTED
    db.session.commit()
    record = [reader.get(page).status_code for page in asked]

    assert (draft, record) == ([before] * 2, [after] * 2)


@pytest.mark.parametrize("unit", ["item:x", "nothing", f"closing:{UUID(int=0)}"])
def test_a_history_that_is_none_is_not_found(hanh, pages, unit):
    assert hanh.client.get(f"{pages}/{unit}").status_code == 404
