"""Rubrics in and out on the web: a look before anything is taken over, nothing uploaded twice."""

import html
import json
import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import NATIONAL, criterion, levels, rubric, section

FLAWED = rubric(criterion("1", CriterionKind.LEVELS, 90, levels=levels(("<b>Tốt</b>", 90))))


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Nội vụ")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def issued(make, committee):
    made = make.rubric(committee)
    db.session.commit()
    return made


@pytest.fixture
def draft(make, committee):
    made = make.rubric(committee, number=2, state=RubricState.DRAFT, valid_from=None)
    db.session.commit()
    return made


def sent(content, name="bang.json"):
    return BytesIO(content.encode() if isinstance(content, str) else content), name


def new(office, committee, content, *, subject="meeting"):
    return office.post(
        f"/organisations/{committee.id}/rubrics/import",
        data={"subject": subject, "file": sent(content)},
    )


def carried(page):
    """The hidden fields of the form that takes over what was read."""
    form = page.text.partition("/take")[2].partition("</form>")[0]
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
    pairs = [
        (re.search(r'name="([^"]*)"', one)[1], re.search(r'value="([^"]*)"', one)) for one in found
    ]
    return {name: html.unescape(value[1]) if value else "" for name, value in pairs}


def editions(committee):
    db.session.expire_all()
    return db.session.scalars(
        select(RubricEdition)
        .where(RubricEdition.organisation_id == committee.id)
        .order_by(RubricEdition.number)
    ).all()


@pytest.mark.parametrize("extension", ["json", "xlsx"])
def test_what_one_committee_downloads_another_takes_over_after_a_look(
    office, make, sign_in, committee, issued, extension
):
    file = office.get(f"/rubrics/{issued.id}/download.{extension}")
    assert "attachment" in file.headers["Content-Disposition"]
    assert f"_ban-1.{extension}" in file.headers["Content-Disposition"]
    other = make.organisation(name="Đảng ủy Sở Tài chính")
    office = sign_in(Role.OFFICE, at=other)

    page = new(office, other, file.data)

    assert page.status_code == 200
    assert "Đánh giá chất lượng sinh hoạt chi bộ" in page.text
    assert "Lỗi trong tệp" not in page.text
    assert editions(other) == []
    taken = office.post(f"/organisations/{other.id}/rubrics/import/take", data=carried(page))
    [made] = editions(other)
    assert taken.location == f"/rubrics/{made.id}"
    assert made.rubric == issued.rubric
    assert (made.state, made.subject) == (RubricState.DRAFT, Subject.MEETING)


def test_a_flawed_rubric_shows_every_flaw_and_may_be_taken_over_as_draft(office, committee):
    page = new(office, committee, in_text(FLAWED))
    assert "Còn 1 lỗi." in page.text
    assert "Cần ít nhất hai mức." in page.text
    assert "criteria[1] (1)" in page.text
    assert "<b>Tốt" not in page.text
    office.post(f"/organisations/{committee.id}/rubrics/import/take", data=carried(page))
    assert [one.rubric for one in editions(committee)] == [FLAWED]


def test_what_is_no_rubric_is_shown_with_its_flaws_and_cannot_be_taken_over(office, committee):
    broken = json.loads(in_text(NATIONAL))
    broken["criteria"][0]["kind"] = "lạ"
    page = new(office, committee, json.dumps(broken))
    assert "criteria[1].kind" in page.text
    assert "/take" not in page.text
    text = json.dumps(broken)
    data = {"content": text, "subject": "meeting"}
    answer = office.post(f"/organisations/{committee.id}/rubrics/import/take", data=data)
    assert answer.status_code == 400
    assert editions(committee) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"subject": "meeting", "file": (BytesIO(b"x"), "a.txt")}, "hoặc JSON"),
        ({"subject": "meeting", "file": (BytesIO(b"PK\x03\x04"), "a.xlsx")}, "bị hỏng"),
        ({"subject": "meeting"}, "Chọn tệp."),
        ({"file": (BytesIO(b"{}"), "a.json")}, "Chọn bảng này dùng để chấm gì."),
        ({"subject": "lạ", "file": (BytesIO(b"{}"), "a.json")}, "Chọn một giá trị"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(office, committee, data, words):
    page = office.post(f"/organisations/{committee.id}/rubrics/import", data=data)
    assert page.status_code == 200
    assert words in page.text.partition('class="field-error"')[2]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"content": "{", "subject": "meeting"},
        {"content": in_text(NATIONAL)},
        {"content": in_text(NATIONAL), "subject": "lạ"},
    ],
)
def test_what_a_page_brings_back_is_checked_again(office, committee, data):
    answer = office.post(f"/organisations/{committee.id}/rubrics/import/take", data=data)
    assert answer.status_code in (400, 409)
    assert editions(committee) == []


def test_a_branch_has_no_rubric_of_its_own(make, sign_in, committee):
    branch = make.branch(parent=committee)
    office = sign_in(Role.OFFICE, at=committee)
    page = new(office, branch, in_text(NATIONAL))
    taken = office.post(f"/organisations/{branch.id}/rubrics/import/take", data=carried(page))
    assert "Bảng chấm điểm do cấp ủy lập" in taken.text
    assert carried(taken)["content"] == in_text(NATIONAL)
    assert editions(branch) == []


def replaced(office, draft, content):
    return office.post(f"/rubrics/{draft.id}/import", data={"file": sent(content)})


def test_the_content_of_a_draft_is_replaced_after_a_look(office, committee, draft):
    page = replaced(office, draft, in_text(NATIONAL))
    assert "sẽ được thay" in page.text
    assert draft.rubric == supplied(Subject.MEETING)

    taken = office.post(f"/rubrics/{draft.id}/import/take", data=carried(page))

    assert taken.location == f"/rubrics/{draft.id}"
    assert [one.rubric for one in editions(committee)] == [NATIONAL]
    line = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == Event.RUBRIC_CHANGED)
    ).one()
    assert "toàn bộ nội dung, đọc từ tệp" in json.dumps(line.facts, ensure_ascii=False)


def test_who_was_slower_sees_both_and_uploads_nothing_again(office, committee, draft):
    page = replaced(office, draft, in_text(NATIONAL))
    first = carried(page)
    office.post(f"/rubrics/{draft.id}/import/take", data={**first, "content": in_text(FLAWED)})

    late = office.post(f"/rubrics/{draft.id}/import/take", data=first)

    assert late.status_code == 409
    assert "4.2 · 4 · Tiêu chí 4.2 · Số lượng" in late.text
    assert "&lt;b&gt;Tốt" in late.text
    assert editions(committee)[0].rubric == FLAWED
    version = re.search(r'name="version" value="(\d+)"', late.text)[1]
    office.post(f"/rubrics/{draft.id}/import/take", data={**first, "version": version})
    assert editions(committee)[0].rubric == NATIONAL


def test_what_is_issued_is_not_replaced(office, committee, issued):
    for answer in (
        office.get(f"/rubrics/{issued.id}/import"),
        office.post(f"/rubrics/{issued.id}/import/take", data={"content": in_text(NATIONAL)}),
    ):
        assert "đã ban hành" in answer.text
    assert editions(committee)[0].rubric == supplied(Subject.MEETING)


def test_a_draft_is_downloaded_by_those_who_prepare_it_only(sign_in, office, committee, draft):
    member = sign_in(Role.MEMBER, at=committee)
    for kind in ("download.json", "download.xlsx", "blank.txt", "try"):
        assert office.get(f"/rubrics/{draft.id}/{kind}").status_code == 200, kind
        assert member.get(f"/rubrics/{draft.id}/{kind}").status_code == 403, kind


def test_an_unclear_draft_goes_out_as_json_and_is_refused_as_workbook_in_words(
    office, make, committee
):
    unclear = rubric(section("1", criterion("1", points=40), criterion("2", points=50)))
    made = make.rubric(committee, content=unclear, state=RubricState.DRAFT, valid_from=None)
    db.session.commit()
    assert json.loads(office.get(f"/rubrics/{made.id}/download.json").data)
    assert "hoặc xuất JSON" in office.get(f"/rubrics/{made.id}/download.xlsx").text


def test_the_page_of_a_rubric_leads_to_its_files_and_its_trial(sign_in, office, committee, draft):
    def leads(client, edition):
        page = client.get(f"/rubrics/{edition.id}").text
        found = re.findall(rf'href="/rubrics/{edition.id}/([^"/#]+)"', page)
        return {"try", "import", "blank.pdf", "blank.docx", "download.xlsx", "download.json"} & {
            *found
        }

    assert len(leads(office, draft)) == 6
    draft.state, draft.valid_from = RubricState.ISSUED, date(2025, 1, 1)
    db.session.commit()
    assert "import" not in leads(office, draft)
    assert len(leads(sign_in(Role.MEMBER, at=committee), draft)) == 5
