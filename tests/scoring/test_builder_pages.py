"""A draft built page by page: what is typed stays, whoever else writes, whatever is wrong."""

import re
from fractions import Fraction

import pytest

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import RubricState
from app.scoring.rules.editing import find
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import CriterionKind, Level
from app.scoring.rules.supplied import supplied
from tests.scoring.builder import again, codes
from tests.scoring.rubrics import criterion as criterion_with
from tests.scoring.rubrics import rubric

pytestmark = pytest.mark.usefixtures("in_november")


@pytest.fixture
def draft(draft):
    """The supplied frame, as a draft of the committee's own."""
    return draft()


def at(edition, code="", verb="edit"):
    return f"/rubrics/{edition.id}/criteria/{code}/{verb}" if code else f"/rubrics/{edition.id}"


def criterion(edition, code):
    return find(again(edition).rubric, code)


def changes():
    rows = db.session.query(AuditEntry).filter_by(event=Event.RUBRIC_CHANGED.value)
    return [row.facts["what"] for row in rows.order_by(AuditEntry.sequence)]


def press(office, edition, verb, **hidden):
    data = {"version": again(edition).version, **hidden}
    return office.client.post(f"{at(edition)}/{verb}", data=data)


# One criterion


def test_a_criterion_is_added_where_the_link_said_and_another_may_follow_at_once(office, draft):
    behind = f"{at(draft)}/criteria/new?behind=4.1"
    answer = office.fill(behind, {"next": "1"}, label="Có biên bản nháp", max_points="2,5")

    assert codes(draft).index("4.4") == codes(draft).index("4.1") + 1
    assert criterion(draft, "4.4").max_points == Fraction(5, 2)
    assert answer.location.endswith("criteria/new?behind=4.4")
    within = office.client.get(f"{at(draft)}/criteria/new?within=3.2&kind=section").text
    assert 'value="3.2.3"' in within
    assert changes() == ["thêm tiêu chí 4.4"]


def test_behind_what_is_gone_it_comes_last(office, draft):
    office.fill(f"{at(draft)}/criteria/new?behind=9.9", label="Mới")

    assert codes(draft)[-1] == "8"


def test_a_criterion_opens_with_what_is_stored_and_keeps_it_when_nothing_is_typed(office, draft):
    before = again(draft).content

    for code in codes(draft):
        office.fill(at(draft, code))

    assert again(draft).content == before
    assert changes() == []


def test_a_fraction_no_decimal_ends_is_shown_as_it_is(office, draft):
    office.fill(at(draft, "4.1"), kind="number", per_unit="1/3", indicator="")

    assert 'value="1/3"' in office.client.get(at(draft, "4.1")).text
    office.fill(at(draft, "4.1"))
    assert criterion(draft, "4.1").per_unit == Fraction(1, 3)


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("2.1", {"label_3": "", "points_3": "1"}, "Nhập tên của mức."),
        ("2.1", {"points_0": "một"}, "Nhập số từ 0 trở lên"),
        ("2.1", {"kind": "yes_no", "indicator": ""}, "Cách chấm này không có mức"),
        ("2.1", {"below_0": "", "from_1": "", "below_1": "", "from_2": ""}, "Chỉ số này là tỷ lệ"),
        ("2.1", {"indicator": "meeting.on_day"}, "Chỉ số này trả lời có hoặc không"),
        ("1.1", {"indicator": "meeting.unexcused"}, "Chỉ số này là một số"),
        ("1.1", {"indicator": "year.meetings"}, "Chọn một giá trị trong danh sách."),
        ("1.1", {"per_unit": "2"}, "không tính theo đơn vị"),
        ("1.1", {"code": "1/1"}, "Số thứ tự phải gồm chữ, số"),
        ("1.1", {"code": "2.1"}, "Số 2.1 đã dùng"),
        ("1.1", {"code": ""}, "Nhập số thứ tự."),
        ("1.1", {"label": " "}, "Nhập nội dung tiêu chí."),
        ("1.1", {"kind": "guess"}, "Chọn một giá trị trong danh sách."),
        ("1", {"kind": "yes_no"}, "đang có 2 tiêu chí"),
    ],
)
def test_what_is_wrong_comes_back_with_everything_typed(office, draft, code, typed, sentence):
    before = again(draft).content

    page = office.fill(at(draft, code), guidance="Không được mất", **typed)

    assert page.status_code == 200
    assert sentence in page.text
    assert "Không được mất" in page.text
    if "danh sách" not in sentence:
        for value in typed.values():
            assert not value.strip() or f'value="{value}"' in page.text
    assert again(draft).content == before


def test_rows_are_added_and_cleared_without_saving(office, draft):
    path = at(draft, "2.1")
    page = office.fill(path, {"more": "rows"}, label_4="Mức mới")
    assert 'name="label_7"' in page.text
    assert "Mức mới" in page.text

    cleared = office.send(page, path, {"more": "none"}, kind="yes_no", indicator="")
    assert "Mức mới" not in cleared.text
    assert len(criterion(draft, "2.1").levels) == 3

    office.send(cleared, path)
    assert criterion(draft, "2.1").levels == ()


def test_only_indicators_that_fit_are_offered_with_what_they_mean(office, draft):
    page = office.client.get(at(draft, "2.1")).text

    assert 'value="meeting.speakers"' in page
    assert 'value="meeting.on_day"' not in page
    assert "không tính người được miễn" in page


def test_a_year_knows_no_conditions_of_a_meeting(office, committee):
    edition = office.begin(committee, "supplied", "member_year")

    page = office.client.get(at(edition, "I.1")).text

    assert 'value="has_topic"' not in page
    assert 'value="is_quarter"' in page
    assert 'value="member.pledge_met"' not in page  # its levels are chosen freely
    assert office.fill(at(edition, "I.1"), guidance="Rõ").status_code == 302


def test_another_number_takes_what_stands_below_and_the_gates_along(office, draft):
    office.fill(f"{at(draft)}/gates", codes_0=["3.2.1"], limit_0="fair")

    office.fill(at(draft, "3.2"), code="3.9")

    assert {"3.9", "3.9.1", "3.9.2"} <= set(codes(draft))
    assert again(draft).rubric.gates[0].codes == ("3.9.1",)


def test_it_is_moved_removed_and_numbered_anew(office, draft):
    press(office, draft, "criteria/2/move", direction="up")
    press(office, draft, "criteria/3.2/remove")
    assert codes(draft)[:3] == ["2", "2.1", "2.2"]
    assert not {"3.2", "3.2.1"} & set(codes(draft))

    press(office, draft, "renumber")

    assert codes(draft)[:4] == ["1", "1.1", "1.2", "2"]
    assert changes() == ["chuyển chỗ tiêu chí 2", "bỏ tiêu chí 3.2", "đánh lại số thứ tự"]


def test_a_criterion_with_more_levels_than_anybody_types_keeps_all_of_them(office, draft):
    many = tuple(Level(f"Mức {n}", Fraction(n, 10)) for n in range(51))
    sheet = rubric(criterion_with("1", CriterionKind.LEVELS, levels=many))
    edition = draft
    edition.content = in_text(sheet)
    db.session.commit()

    office.fill(at(edition, "1"), guidance="Xem phụ lục")

    assert criterion(edition, "1").guidance == "Xem phụ lục"
    assert criterion(edition, "1").levels == many


# Head, grades, gates


def test_title_grounds_and_columns_change_with_a_trail(office, draft):
    path = f"{at(draft)}/edit"
    office.fill(path, title="Bảng của Sở", columns=["decision", "self", "review"])
    office.fill(path, grounds="Quy định số 5")
    office.fill(path)

    stored = again(draft)
    assert (stored.title, stored.grounds) == ("Bảng của Sở", "Quy định số 5")
    assert [one.value for one in stored.rubric.columns] == ["self", "review", "decision"]
    assert len(changes()) == 2
    page = office.fill(path, columns=[], title="Tên khác")
    assert "Chọn ít nhất một cột chấm." in page.text
    assert "Tên khác" in page.text


def test_grades_typed_wrongly_come_back(office, draft):
    path = f"{at(draft)}/grades"

    page = office.fill(path, label_1="Tốt", label_4="", from_4="20")

    assert "Nhập tên mức xếp loại." in page.text
    page = office.send(page, path, label_1="tốt", from_4="")
    assert "Mỗi mức xếp loại cần một tên riêng." in page.text
    assert 'value="tốt"' in page.text


def test_gates_are_added_dropped_and_mended(office, draft):
    path = f"{at(draft)}/gates"
    page = office.fill(path, codes_0=["1.1"])
    assert "Chọn mức cao nhất được xếp." in page.text
    page = office.send(page, path, codes_0=[], limit_0="fair")
    assert "Chọn ít nhất một tiêu chí." in page.text

    office.send(page, path, codes_0=["1.1", "4"], label_1="Khác", codes_1=["7"], limit_1="poor")
    assert [gate.codes for gate in again(draft).rubric.gates] == [("1.1", "4"), ("7",)]

    office.fill(path, drop_0="y")
    assert [gate.label for gate in again(draft).rubric.gates] == ["Khác"]


# What is wrong with it


def test_every_flaw_is_listed_with_a_link_to_its_line(office, draft):
    office.fill(at(draft, "1.1"), max_points="4")
    office.fill(f"{at(draft)}/grades", from_0="101")
    sentence = "Điểm tối đa của nhóm là 5, các tiêu chí trong nhóm cộng lại là 7."

    page = office.client.get(at(draft)).text

    assert "2 chỗ" in page
    assert page.count(sentence) == 2
    assert f'<a href="#criterion-1">1: {sentence}</a>' in page
    assert '<li id="criterion-1"' in page
    assert '<a href="#grades">' in page
    assert "cộng lại 7/5" in page
    assert "còn 2 lỗi" in office.client.get(f"{at(draft)}/issue").text


# Two at once


def test_a_stale_edit_shows_both_texts_and_saves_what_was_typed_when_asked(office, draft):
    path = at(draft, "2.1")
    opened = office.client.get(path)
    office.fill(path, guidance="Của đồng chí khác")

    conflict = office.send(opened, path, guidance="Của tôi", label_3="Mức thêm", points_3="1")

    assert conflict.status_code == 409
    assert "Của đồng chí khác" in conflict.text
    assert "Của tôi" in conflict.text
    kept = dict(_hidden(conflict.text))
    office.client.post(path, data=kept)
    assert criterion(draft, "2.1").guidance == "Của tôi"
    assert criterion(draft, "2.1").levels[-1].label == "Mức thêm"


def _hidden(text):
    return re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', text)


@pytest.mark.parametrize("verb", ["grades", "gates", "edit", "criteria/new"])
def test_every_part_notices_that_another_was_changed_meanwhile(office, draft, verb):
    path = f"{at(draft)}/{verb}"
    opened = office.client.get(path)
    office.fill(at(draft, "2.1"), guidance="Khác")

    typed = {"label": "Mới"} if verb == "criteria/new" else {}

    assert office.send(opened, path, **typed).status_code == 409
    assert office.client.post(f"{at(draft)}/renumber", data={"version": "1"}).status_code == 409


def test_a_conflict_names_the_criteria_of_a_gate_and_keeps_slots_that_are_gone(office, draft):
    path = f"{at(draft)}/gates"
    opened = office.client.get(path)
    office.fill(path, codes_0=["1.1", "4"], limit_0="fair")
    conflict = office.send(opened, path, codes_0=["7"], limit_0="fair")
    assert "1.1 Đúng ngày sinh hoạt, 4 Tiến hành sinh hoạt" in conflict.text
    assert "7 Kết thúc" in conflict.text

    opened = office.client.get(path)
    office.fill(path, drop_0="y")
    conflict = office.send(opened, path, codes_2=["6"], limit_2="fair", label_2="Ô thứ ba")

    assert conflict.status_code == 409
    assert "Ô thứ ba" in conflict.text


def test_what_got_another_number_meanwhile_is_still_what_was_opened(office, draft):
    path = at(draft, "1.1")
    opened = office.client.get(path)
    office.fill(at(draft, "1.1"), code="1.9")
    office.fill(f"{at(draft)}/criteria/new?behind=1.2", code="1.1", label="Chen vào")

    conflict = office.send(opened, path, guidance="Đúng tháng")
    office.client.post(path, data={**dict(_hidden(conflict.text)), "code": "1.9"})

    assert criterion(draft, "1.9").guidance == "Đúng tháng"
    assert criterion(draft, "1.1").guidance == ""


def test_what_was_taken_out_meanwhile_may_be_put_back_as_it_was_typed(office, draft):
    path = at(draft, "5")
    opened = office.client.get(path)
    press(office, draft, "criteria/5/remove")

    page = office.send(opened, path, guidance="Vẫn còn đây")
    assert page.status_code == 409
    assert "vừa bỏ tiêu chí 5" in page.text
    assert "Vẫn còn đây" in page.text
    office.send(page, path)

    assert codes(draft)[-1] == "5"
    assert criterion(draft, "5").guidance == "Vẫn còn đây"
    assert len(criterion(draft, "5").levels) == 3
    assert office.client.get(at(draft, "99")).status_code == 302


def test_an_issued_rubric_is_not_built_on(office, make, committee):
    issued = make.rubric(committee)
    db.session.commit()

    for verb in ("edit", "grades", "gates", "criteria/new", "criteria/2.1/edit", "issue"):
        assert office.client.get(f"{at(issued)}/{verb}").status_code == 409, verb
    for verb in ("criteria/2.1/remove", "criteria/2.1/move", "renumber", "remove"):
        assert press(office, issued, verb).status_code == 409, verb
    assert again(issued).rubric == supplied(Subject.MEETING)


def test_the_page_of_a_draft_asks_as_much_for_many_criteria(office, make, committee, count_queries):
    few = office.begin(committee)
    many = make.rubric(
        committee,
        number=9,
        state=RubricState.DRAFT,
        valid_from=None,
        frame=make.rubric(committee.parent),
    )
    db.session.commit()
    asked = []
    for edition in (few, many):
        with count_queries() as statements:
            office.client.get(f"/rubrics/{edition.id}")
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 8


def test_a_removed_draft_is_gone(office, draft):
    press(office, draft, "remove")

    assert db.session.query(RubricEdition).count() == 0
