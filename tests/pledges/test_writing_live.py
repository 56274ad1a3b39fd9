"""A pledge saved while it is typed: the rows at one address, from one device or two."""

from uuid import UUID, uuid4

import pytest
import time_machine

from app.audit.models import AuditEntry
from app.extensions import db
from app.people.rules import Position
from app.pledges.models import Pledge, PledgeItem
from app.pledges.rules import EditionState, ItemSource, PledgeStatus
from app.revisions.queries import broken_unit, history_of
from app.revisions.rules import RevisionKind
from app.upkeep.queries.verify import verify
from tests.architecture.sources import ROOT
from tests.meetings.writer import Writer

SECTIONS = ("Về tư tưởng chính trị", "Về thực hiện nhiệm vụ chuyên môn")

NOBODYS = UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def campaign(make, branch):
    return make.campaign(branch.parent, sections=SECTIONS)


@pytest.fixture
def sections(campaign):
    return [str(section.id) for section in campaign.template.sections]


@pytest.fixture
def pledge_id(make, campaign, branch, author):
    pledge = make.pledge(author, campaign=campaign, branch=branch)
    db.session.commit()
    return pledge.id


class PledgePage(Writer):
    def __init__(self, client, account_id, pledge_id):
        super().__init__(client, account_id, pledge_id)
        self.url = f"/pledges/{pledge_id}/live"


@pytest.fixture
def phone(make, branch, author, sign_in, pledge_id):
    account = make.account(member=author, at=branch)
    return PledgePage(sign_in(account=account), account.id, pledge_id)


def items():
    db.session.expire_all()
    return db.session.query(PledgeItem).order_by(PledgeItem.position).all()


def first():
    return f"row:{items()[0].id}"


def submit(pledge_id):
    pledge = db.session.get(Pledge, pledge_id)
    pledge.status, pledge.last.state = PledgeStatus.SUBMITTED, EditionState.SUBMITTED
    db.session.commit()


def test_what_is_typed_is_saved_and_leaves_no_line_in_the_trail(phone, pledge_id):
    lines = db.session.query(AuditEntry).count()

    result = phone.save(first(), 0, {"content": "Học tập", "due_on": "2026-06-30"})

    assert (result["outcome"], result["number"]) == ("saved", 1)
    assert items()[0].content == "Học tập"
    assert result["values"]["due_on"] == "2026-06-30"
    assert db.session.query(AuditEntry).count() == lines


def test_a_new_row_gets_the_identity_it_was_typed_under(phone, pledge_id, sections):
    unit = f"row:{uuid4()}"

    result = phone.save(unit, 0, {"section": sections[1], "content": "Số hóa hồ sơ"})

    added = items()[-1]
    assert result["outcome"] == "saved"
    assert (f"row:{added.id}", str(added.section_id)) == (unit, sections[1])


def test_sent_twice_it_is_added_once(phone, sections):
    change = phone.change(f"row:{uuid4()}", 0, {"section": sections[0], "content": "Một"})
    phone.send(change)

    again = phone.send(change).json["results"][0]

    assert again["outcome"] == "saved"
    assert len(items()) == 2


def test_a_row_without_a_section_waits_until_it_has_one(phone, sections):
    unit = f"row:{uuid4()}"

    held = phone.save(unit, 0, {"content": "Chưa biết mục nào"})
    waiting = phone.state()["held"]
    saved = phone.save(unit, 0, {"section": sections[0]})

    assert held["outcome"] == "held"
    assert "section" in held["errors"]
    assert waiting[0]["values"] == {"content": "Chưa biết mục nào"}
    assert saved["values"]["content"] == "Chưa biết mục nào"


def test_a_row_is_removed_and_brought_back(phone, pledge_id):
    unit = first()
    phone.save(unit, 0, {"content": "Học tập"})

    removed = phone.send(phone.change(unit, 1, removes=True)).json["results"][0]
    gone = items()
    back = phone.save(unit, 2, {"content": "Học tập lại"})

    assert (removed["outcome"], gone) == ("saved", [])
    assert back["outcome"] == "saved"
    assert history_of(pledge_id, unit)[1].kind is RevisionKind.REMOVED


def test_a_row_that_was_never_whole_is_given_up(phone):
    unit = f"row:{uuid4()}"
    phone.save(unit, 0, {"content": "Chưa biết mục nào"})

    phone.send(phone.change(unit, 0, removes=True))

    assert phone.state()["held"] == []


def test_two_devices_that_write_apart_are_merged_and_hear_of_each_other(phone, sections):
    unit = first()
    phone.save(unit, 0, {"content": "Từ điện thoại"})

    answer = phone.send(phone.change(unit, 0, {"measure": "Đủ 4 buổi"}), known={}).json

    assert answer["results"][0]["outcome"] == "merged"
    assert (items()[0].content, items()[0].measure) == ("Từ điện thoại", "Đủ 4 buổi")
    assert phone.send(known={}).json["units"][unit]["values"]["measure"] == "Đủ 4 buổi"
    assert phone.send(known={unit: 2}).json["units"] == {}


def test_two_devices_in_one_field_are_told_both_texts(phone, pledge_id):
    unit = first()
    phone.save(unit, 0, {"content": "Đọc báo Đảng hằng tuần"})

    result = phone.save(unit, 0, {"content": "Đọc báo Đảng hằng tháng"})

    assert result["outcome"] == "conflict"
    (dispute,) = result["conflicts"]
    assert dispute["label"] == "Nội dung cam kết"
    assert dispute["theirs"] == items()[0].content == "Đọc báo Đảng hằng tuần"


def test_what_stands_is_removed_on_the_other_device_too(phone):
    unit = first()
    phone.save(unit, 0, {"content": "Học tập"})
    phone.send(phone.change(unit, 1, removes=True))

    assert phone.send(known={unit: 1}).json["units"][unit]["is_removed"]


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"due_on": "2027-02-01"}, "due_on", "trong năm 2026"),
        ({"due_on": "ngày mai"}, "due_on", "Ngày chưa đúng"),
        ({"content": "a" * 2001}, "content", "Dài nhất 2.000"),
        ({"section": str(NOBODYS)}, "section", "Chọn một giá trị"),
    ],
)
def test_what_a_row_cannot_take_is_kept_and_said(phone, values, field, problem):
    result = phone.save(first(), 0, values)

    assert result["outcome"] == "held"
    assert problem in result["errors"][field]


@pytest.mark.parametrize("unit", ["row:1", f"item:{NOBODYS}", f"row:{NOBODYS.hex}", ""])
def test_a_name_that_no_row_has_is_refused(phone, unit):
    assert phone.save(unit, 0, {"content": "a"})["outcome"] == "refused"


def test_a_field_that_no_row_has_is_refused(phone):
    assert phone.save(first(), 0, {"position": "1"})["outcome"] == "refused"


def test_a_row_of_another_pledge_is_refused(phone, make, campaign, branch, pledge_id):
    other = make.pledge(make.member(branch=branch), campaign=campaign, branch=branch)
    db.session.commit()
    unit = f"row:{other.last.items[0].id}"

    result = phone.save(unit, 0, {"content": "Của người khác"})

    assert result["outcome"] == "refused"
    assert "không thuộc bản đang viết" in result["errors"][""]


def test_what_was_submitted_takes_no_word_more(phone, pledge_id):
    submit(pledge_id)

    result = phone.save(first(), 0, {"content": "Thêm một câu"})

    assert result["outcome"] == "refused"
    assert "đã nộp nên không sửa được nữa" in result["errors"][""]


def test_a_source_that_was_offered_is_named(phone, make, branch, author, sections):
    task = make.assignment(meeting=make.meeting(branch=branch), accountable=author)
    db.session.commit()

    phone.save(
        f"row:{uuid4()}",
        0,
        {"section": sections[1], "content": task.text, "source": f"assignment:{task.id}"},
    )

    assert (items()[-1].source, items()[-1].source_id) == (ItemSource.ASSIGNMENT, task.id)


def test_somebody_elses_task_is_no_source(phone, make, branch, sections):
    task = make.assignment(meeting=make.meeting(branch=branch))
    db.session.commit()

    phone.save(
        f"row:{uuid4()}",
        0,
        {"section": sections[1], "content": "Việc", "source": f"assignment:{task.id}"},
    )

    assert (items()[-1].content, items()[-1].source_id) == ("Việc", None)


def test_a_source_that_cannot_be_is_not_taken(phone, sections):
    result = phone.save(
        f"row:{uuid4()}", 0, {"section": sections[0], "content": "Việc", "source": "task:1"}
    )

    assert (result["outcome"], list(result["errors"])) == ("held", ["source"])


def test_a_full_pledge_takes_no_further_row(phone, pledge_id, sections):
    pledge = db.session.get(Pledge, pledge_id)
    section = pledge.last.items[0].section
    pledge.last.items += [
        PledgeItem(line_id=uuid4(), section=section, position=number, content="Thêm")
        for number in range(2, 61)
    ]
    db.session.commit()

    result = phone.save(f"row:{uuid4()}", 0, {"section": sections[0], "content": "Nữa"})

    assert "nhiều nhất 60" in result["errors"][""]


def test_another_accounts_words_are_not_taken(phone):
    phone.account_id = str(uuid4())

    assert phone.send(phone.change(first(), 0, {"content": "a"})).status_code == 409


def test_what_cannot_be_read_is_refused(phone):
    assert phone.client.post(phone.url, json=["nothing"]).status_code == 400


def test_only_its_author_is_at_the_address(phone, make, branch, sign_in):
    secretary = make.member(branch=branch, position=Position.SECRETARY)
    leader = sign_in(account=make.account(member=secretary, at=branch))

    assert leader.get(phone.url).status_code == 403
    assert leader.post(phone.url, json={}).status_code == 403


def test_the_whole_state_is_told_with_its_revisions(phone):
    unit = first()
    phone.save(unit, 0, {"content": "Học tập"})

    state = phone.state()

    assert state["status"] == "draft"
    assert state["units"][unit]["number"] == 1
    assert state["units"][unit]["values"]["content"] == "Học tập"


def test_rows_of_an_earlier_text_are_not_told(phone, pledge_id):
    unit = first()
    phone.save(unit, 0, {"content": "Học tập"})
    pledge = db.session.get(Pledge, pledge_id)
    pledge.last.state = EditionState.RETURNED
    pledge.editions.append(type(pledge.last)(number=2, state=EditionState.OPEN))
    db.session.commit()

    assert phone.send(known={}).json["units"] == {}
    assert phone.state()["units"] == {}
    assert phone.save(unit, 1, {"content": "Muộn"})["outcome"] == "refused"


def test_the_histories_lead_to_what_stands(phone, pledge_id, sections):
    unit, added = first(), f"row:{uuid4()}"
    phone.save(unit, 0, {"content": "Học tập"})
    phone.save(added, 0, {"section": sections[1], "content": "Làm"})
    phone.save(unit, 1, {"content": "Học tập và làm theo"})
    phone.send(phone.change(added, 1, removes=True))

    present = {name: found["values"] for name, found in phone.state()["units"].items()}

    assert broken_unit(pledge_id, present) is None


def test_what_is_saved_of_a_pledge_is_not_missed_among_the_meetings(phone, tmp_path):
    phone.save(first(), 0, {"content": "Học tập"})

    found = {one.label: one.flaw for one in verify(files=tmp_path, migrations=ROOT / "migrations")}

    assert found["Các lần lưu nội dung"] is None


def test_a_save_costs_the_same_for_many_rows(phone, pledge_id, count_queries):
    with count_queries() as few:
        phone.save(first(), 0, {"content": "Một"})
    pledge = db.session.get(Pledge, pledge_id)
    section = pledge.last.items[0].section
    pledge.last.items += [
        PledgeItem(line_id=uuid4(), section=section, position=number, content="Thêm")
        for number in range(2, 12)
    ]
    db.session.commit()

    with count_queries() as many:
        phone.save(first(), 1, {"content": "Hai"})

    assert len(many) <= len(few)
