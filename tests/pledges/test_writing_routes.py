"""A member writes a pledge without any script: every press saves all rows."""

import re
from datetime import date
from uuid import uuid4

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position
from app.pledges.models import Pledge, PledgeEdition, PledgeItem
from app.pledges.rules import EditionState, ItemSource, PledgeStatus
from app.revisions.queries import history_of
from app.revisions.rules import RevisionKind

SECTIONS = ("Về tư tưởng chính trị", "Về thực hiện nhiệm vụ chuyên môn")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def campaign(make, committee):
    return make.campaign(committee, sections=SECTIONS)


@pytest.fixture
def member(make, branch, author, sign_in):
    return sign_in(account=make.account(member=author, at=branch))


@pytest.fixture
def draft(make, campaign, branch, author):
    """Opened on the page: as it stands in the database, with its row's key."""

    def written(**values):
        pledge = make.pledge(author, campaign=campaign, branch=branch, **values)
        db.session.commit()
        return pledge.id

    return written


def url(pledge_id):
    return f"/pledges/{pledge_id}/write"


def items():
    return db.session.query(PledgeItem).order_by(PledgeItem.position).all()


def form_of(page):
    """What a browser sends of the form of all rows."""
    text = page.get_data(as_text=True)
    fields = {"version": re.search(r'name="version"[^>]*value="([^"]*)"', text).group(1)}
    for name, value in re.findall(
        r'<textarea[^>]*name="((?:content|measure)_\w+)"[^>]*>\s*(.*?)</textarea>', text, re.S
    ):
        fields[name] = value
    for tag in re.findall(r'<input[^>]*name="due_on_\w+"[^>]*>', text):
        name = re.search(r'name="(\w+)"', tag).group(1)
        fields[name] = (re.search(r'value="([^"]*)"', tag) or [None, ""])[1]
    return fields


def test_a_member_begins_with_an_empty_row_under_every_required_section(member, campaign, branch):
    answer = member.post(f"/branches/{branch.id}/pledges/2026/start")

    pledge = db.session.query(Pledge).one()
    assert answer.location == url(pledge.id)
    assert [(item.section.heading, item.content) for item in items()] == [
        (heading, "") for heading in SECTIONS
    ]


def test_begun_twice_it_is_the_same_pledge(member, campaign, branch):
    member.post(f"/branches/{branch.id}/pledges/2026/start")

    member.post(f"/branches/{branch.id}/pledges/2026/start")

    assert db.session.query(Pledge).count() == 1
    assert len(items()) == len(SECTIONS)


def test_without_a_campaign_nothing_is_begun(member, branch):
    answer = member.post(f"/branches/{branch.id}/pledges/2026/start")

    assert answer.status_code == 409
    assert "chưa mở đợt cam kết" in answer.get_data(as_text=True)


def test_an_account_without_a_member_begins_nothing(sign_in, make, campaign, branch):
    account = make.account(Role.OFFICE, at=branch)
    make.grant(account, Role.BRANCH_COMMITTEE, branch)
    client = sign_in(account=account)

    answer = client.post(f"/branches/{branch.id}/pledges/2026/start")

    assert answer.status_code == 409


def test_what_is_typed_in_a_row_is_saved(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    key = items()[0].id.hex

    answer = member.post(
        url(pledge_id),
        data={
            **form,
            f"content_{key}": "Học tập nghị quyết",
            f"measure_{key}": "Đủ 4 chuyên đề",
            f"due_on_{key}": "30/06/2026",
        },
    )

    item = items()[0]
    assert answer.location == url(pledge_id)
    assert (item.content, item.measure, item.due_on) == (
        "Học tập nghị quyết",
        "Đủ 4 chuyên đề",
        date(2026, 6, 30),
    )


def test_every_save_of_a_row_is_kept_as_a_revision(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    item = items()[0]

    member.post(url(pledge_id), data={**form, f"content_{item.id.hex}": "Học tập"})

    (kept,) = history_of(pledge_id, f"row:{item.id}")
    assert (kept.number, kept.kind) == (1, RevisionKind.SAVED)


def test_adding_a_row_keeps_what_was_typed_in_the_others(member, draft, campaign):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    section = campaign.template.sections[1].id

    answer = member.post(
        url(pledge_id),
        data={**form, f"content_{items()[0].id.hex}": "Học tập", "add": str(section)},
    )

    first, added = items()
    assert answer.location == f"{url(pledge_id)}#row-{added.id.hex}"
    assert first.content == "Học tập"
    assert (added.content, added.section_id) == ("", section)


def test_a_row_is_removed_and_its_text_can_still_be_read(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    item_id = items()[0].id

    member.post(url(pledge_id), data={**form, "remove": str(item_id)})

    (kept,) = history_of(pledge_id, f"row:{item_id}")
    assert items() == []
    assert kept.kind is RevisionKind.REMOVED
    assert kept.changes["content"] == [[0, "Đọc báo Đảng hằng ngày", ""]]


def test_a_row_moves_to_another_section(member, draft, campaign):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    section = campaign.template.sections[1].id

    member.post(url(pledge_id), data={**form, f"section_{items()[0].id.hex}": str(section)})

    assert items()[0].section_id == section


def test_a_deadline_outside_the_year_is_refused_beside_its_row(member, draft):
    pledge_id = draft(lines=("Một", "Hai"))
    form = form_of(member.get(url(pledge_id)))
    second = items()[1].id.hex

    page = member.post(
        url(pledge_id),
        data={**form, f"due_on_{second}": "2027-01-05", f"content_{second}": "Hai, viết lại"},
    )

    text = page.get_data(as_text=True)
    assert f'href="#due_on_{second}"' in text
    assert "Thời hạn phải trong năm 2026" in text
    assert "Hai, viết lại" in text
    assert items()[1].content == "Hai"


def test_what_is_too_long_is_refused_and_kept_on_the_page(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))

    page = member.post(url(pledge_id), data={**form, f"content_{items()[0].id.hex}": "a" * 2001})

    assert "Dài nhất 2.000 ký tự" in page.get_data(as_text=True)
    assert "a" * 2001 in page.get_data(as_text=True)


def test_two_devices_at_once_show_both_texts(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    key = items()[0].id.hex
    member.post(url(pledge_id), data={**form, f"content_{key}": "Từ máy tính"})

    page = member.post(url(pledge_id), data={**form, f"content_{key}": "Từ điện thoại"})

    assert page.status_code == 409
    assert "Từ máy tính" in page.get_data(as_text=True)
    assert "Từ điện thoại" in page.get_data(as_text=True)
    assert items()[0].content == "Từ máy tính"


def test_a_row_added_elsewhere_is_left_alone(member, draft, campaign):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    section = str(campaign.template.sections[0].id)
    member.post(url(pledge_id), data={**form, "add": section})

    answer = member.post(url(pledge_id), data={**form, f"content_{items()[0].id.hex}": "Sửa"})

    assert answer.status_code == 302
    assert [item.content for item in items()] == ["Sửa", ""]


def test_words_in_a_row_removed_elsewhere_are_kept(member, draft):
    pledge_id = draft(lines=("Một", "Hai"))
    form = form_of(member.get(url(pledge_id)))
    gone = items()[1].id
    member.post(url(pledge_id), data={**form, "remove": str(gone)})

    answer = member.post(url(pledge_id), data={**form, f"content_{gone.hex}": "Hai, viết thêm"})

    assert answer.status_code == 302
    assert [item.content for item in items()] == ["Một", "Hai, viết thêm"]
    assert "lời vừa viết thành dòng mới" in member.get(url(pledge_id)).text


@pytest.mark.parametrize("pressed", [{"remove": True}, {}])
def test_a_row_removed_elsewhere_stays_removed_unless_something_was_typed(member, draft, pressed):
    pledge_id = draft(lines=("Một", "Hai"))
    form = form_of(member.get(url(pledge_id)))
    gone = items()[1].id
    remove = {"remove": str(gone)}
    member.post(url(pledge_id), data={**form, **remove})

    answer = member.post(url(pledge_id), data={**form, **(remove if pressed else {})})

    assert answer.status_code == 302
    assert [item.content for item in items()] == ["Một"]


def test_words_in_a_text_that_was_submitted_and_returned_are_not_said_to_be_saved(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    member.post(url(pledge_id), data={**form, f"content_{items()[0].id.hex}": "Viết rồi"})
    form = form_of(member.get(url(pledge_id)))
    pledge, key = db.session.get(Pledge, pledge_id), items()[0].id.hex
    pledge.last.state, pledge.status = EditionState.RETURNED, PledgeStatus.RETURNED
    pledge.editions.append(PledgeEdition(number=2, state=EditionState.OPEN))
    db.session.commit()

    page = member.post(url(pledge_id), data={**form, f"content_{key}": "Viết thêm"})

    assert "chưa lưu; tải lại trang" in page.text


def test_a_stale_row_is_not_removed(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    item = items()[0]
    member.post(url(pledge_id), data={**form, f"content_{item.id.hex}": "Viết thêm"})

    page = member.post(url(pledge_id), data={**form, "remove": str(item.id)})

    assert page.status_code == 409
    assert len(items()) == 1


def test_what_was_submitted_is_read_not_written(member, draft):
    pledge_id = draft(status=PledgeStatus.SUBMITTED)

    answer = member.get(url(pledge_id))

    assert answer.location == f"/pledges/{pledge_id}"


def test_what_was_submitted_meanwhile_takes_no_word_more(member, draft):
    pledge_id = draft()
    form = form_of(member.get(url(pledge_id)))
    pledge = db.session.get(Pledge, pledge_id)
    pledge.status, pledge.last.state = PledgeStatus.SUBMITTED, EditionState.SUBMITTED
    db.session.commit()

    page = member.post(url(pledge_id), data={**form, f"content_{items()[0].id.hex}": "Thêm"})

    assert "đã nộp nên không sửa được nữa" in page.get_data(as_text=True)
    assert items()[0].content == "Đọc báo Đảng hằng ngày"


def test_a_row_of_a_dropped_section_must_be_moved(member, draft, campaign, make):
    pledge_id = draft()
    other = make.pledge_form(campaign.organisation, year=2025, sections=("Mục cũ",))
    items()[0].section = other.sections[0]
    db.session.commit()

    text = member.get(url(pledge_id)).get_data(as_text=True)

    assert "Mục đã bỏ khỏi mẫu" in text
    assert "Mục cũ (đã bỏ khỏi mẫu)" in text


def test_nobody_else_writes_it(sign_in, make, draft, branch, committee):
    pledge_id = draft()
    colleague = sign_in(account=make.account(member=make.member(branch=branch), at=branch))
    secretary = make.member(branch=branch, position=Position.SECRETARY)
    leader = sign_in(account=make.account(member=secretary, at=branch))

    asked = [
        client.get(url(pledge_id)).status_code
        for client in (colleague, leader, sign_in(Role.STANDING_COMMITTEE, at=committee))
    ]

    assert asked == [403, 403, 403]


def test_the_page_costs_the_same_for_many_rows(member, draft, count_queries):
    pledge_id = draft(lines=[f"Nội dung {number}" for number in range(4)])
    with count_queries() as few:
        member.get(url(pledge_id))
    pledge = db.session.get(Pledge, pledge_id)
    pledge.last.items += [
        PledgeItem(line_id=uuid4(), section=items()[0].section, position=number, content="Thêm")
        for number in range(5, 13)
    ]
    db.session.commit()

    with count_queries() as many:
        member.get(url(pledge_id))

    assert len(few) == len(many)


def test_a_source_is_taken_once(member, draft, make, branch, author, campaign):
    pledge_id = draft()
    task = make.assignment(meeting=make.meeting(branch=branch), accountable=author)
    db.session.commit()
    form = form_of(member.get(url(pledge_id)))

    member.post(url(pledge_id), data={**form, "take": f"assignment:{task.id}"})

    taken = items()[-1]
    assert (taken.source, taken.source_id) == (ItemSource.ASSIGNMENT, task.id)
    assert "Đã đưa vào" in member.get(url(pledge_id)).get_data(as_text=True)


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (EditionState.RETURNED, "Chi bộ yêu cầu bổ sung"),
        (EditionState.CONFIRMED, "Lý do viết lại"),
    ],
)
def test_why_it_is_written_again_stands_above_it(member, draft, state, heading):
    pledge_id = draft(status=PledgeStatus.CONFIRMED)
    pledge = db.session.get(Pledge, pledge_id)
    pledge.last.state = state
    pledge.editions.append(
        PledgeEdition(number=2, state=EditionState.OPEN, reason="Cần nêu chỉ tiêu")
    )
    db.session.commit()

    text = member.get(url(pledge_id)).get_data(as_text=True)

    assert heading in text
    assert "Cần nêu chỉ tiêu" in text
