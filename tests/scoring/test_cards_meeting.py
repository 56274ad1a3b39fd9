"""The branch's own score in its meeting and minutes: written, fixed, printed, sealed."""

import json
from datetime import time
from fractions import Fraction

import pytest

from app.access.permissions import Role
from app.documents.files import digest
from app.documents.pdf import render_pdf
from app.documents.text import render_text
from app.documents.word import render_docx
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.queries.live import broken_revision
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.self_sheet import from_text
from app.meetings.service import life
from app.minutes.document import minutes_document
from app.minutes.queries import checks, data_of
from app.minutes.queries.snapshot import snapshot_of
from app.minutes.service import adopt_minutes, sealing
from app.scoring.models import Scorecard
from app.scoring.rules.cards import CardState, Given
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.scoring import Answer
from app.scoring.service import cards, deciding
from tests.factory import NOW
from tests.meetings.writer import Writer
from tests.minutes.sittings import adopted, sealed
from tests.scoring.card_cast import FULL, YES, cast_of, ended
from tests.scoring.rubrics import criterion, rubric

SHORT = {**FULL, "1.2": Given(Answer(level="Khá"), "Tài liệu gửi chậm một ngày.")}


@pytest.fixture
def cast(make):
    return cast_of(make)


@pytest.fixture
def secretary(cast, make, sign_in):
    return sign_in(account=make.account(member=cast.sitting.secretary, at=cast.branch))


def url(cast, rest=""):
    return f"/meetings/{cast.meeting.id}{rest}"


def fresh(cast):
    return db.session.get(Meeting, cast.meeting.id, populate_existing=True)


def test_submitting_writes_points_grade_and_lines_into_the_meeting(cast):
    cast.submitted(SHORT)
    meeting = cast.meeting
    assert (meeting.self_score, meeting.self_grade) == (Fraction(75 * 10, 9), "Khá")
    lines = {line.code: line for line in from_text(meeting.self_sheet)}
    assert (lines["1.2"].points, lines["1.2"].most, lines["1.2"].note) == (
        "25",
        "40",
        "Tài liệu gửi chậm một ngày.",
    )


def test_the_history_of_the_closing_leads_to_what_stands(cast):
    cast.submitted(SHORT)
    db.session.commit()
    assert broken_revision(fresh(cast)) is None
    cast.act(cards.withdraw)
    db.session.commit()
    assert broken_revision(fresh(cast)) is None


def test_withdrawing_takes_the_figures_out_of_the_meeting(cast):
    cast.submitted()
    cast.act(cards.withdraw)
    meeting = cast.meeting
    assert (meeting.self_score, meeting.self_grade, meeting.self_sheet) == (None, None, None)


def test_after_adoption_nothing_is_withdrawn_and_nothing_touches_the_minutes(cast):
    cast.submitted()
    cast.meeting.status = MeetingStatus.ADOPTED
    db.session.flush()
    with pytest.raises(RuleBroken, match="không rút phiếu được"):
        cast.act(cards.withdraw)
    cast.act(deciding.return_card, by=cast.above, comment="Xem lại 1.2")
    cast.write(SHORT)
    cast.act(cards.submit)
    assert cast.card.self_total != cast.meeting.self_score == 100


def test_a_card_made_after_adoption_does_not_touch_the_minutes(cast):
    cast.meeting.status = MeetingStatus.ADOPTED
    db.session.flush()
    cast.submitted()
    assert cast.meeting.self_score is None
    assert cast.card.state is CardState.SUBMITTED


def test_asked_back_before_adoption_the_minutes_take_the_new_score(cast):
    cast.submitted()
    cast.act(deciding.return_card, by=cast.above, comment="Xem lại 1.2")
    assert cast.meeting.self_score == 100
    cast.write(SHORT)
    cast.act(cards.submit)
    assert cast.meeting.self_score == cast.card.self_total != 100


def test_points_a_sheet_says_are_not_typed_over(cast):
    cast.submitted()
    meeting = cast.meeting
    with pytest.raises(RuleBroken, match="phiếu chấm điểm"):
        life.change_frame(meeting, {"self_score": 50}, version=meeting.version, by=cast.by, now=NOW)


def test_a_sheet_without_points_tells_the_minutes_its_lines_alone(make):
    cast = cast_of(make, content=rubric(criterion("1", CriterionKind.PASS_FAIL, 0)))
    cast.submitted({"1": YES})
    assert cast.meeting.self_score is None
    assert from_text(cast.meeting.self_sheet)[0].said == "Đạt"
    assert "tự chấm theo bảng" in render_text(minutes_document(data_of(cast.meeting)))


# --- the pages of the meeting ---


@pytest.mark.parametrize("page", ["", "/closing"])
def test_a_meeting_in_session_offers_to_be_scored(secretary, cast, page):
    shown = secretary.get(url(cast, page)).text
    assert "Chấm điểm buổi sinh hoạt" in shown
    sent = secretary.post(url(cast, "/score"))
    assert sent.location == f"/scorecards/{cast.card.id}/self"
    assert "Chấm tiếp" in secretary.get(url(cast, page)).text


def test_nothing_is_offered_before_it_begins_nor_without_a_rubric(secretary, cast):
    cast.meeting.status = MeetingStatus.NOTIFIED
    db.session.commit()
    assert "Chấm điểm buổi sinh hoạt" not in secretary.get(url(cast)).text
    assert "chưa bắt đầu" in secretary.post(url(cast, "/score")).text
    cast.meeting.status = MeetingStatus.IN_PROGRESS
    cast.rubric.valid_until = cast.rubric.valid_from
    db.session.commit()
    assert "Chấm điểm buổi sinh hoạt" not in secretary.get(url(cast, "/closing")).text
    assert db.session.query(Scorecard).count() == 0


def test_a_conference_is_not_scored(secretary, cast):
    cast.meeting.type = MeetingType.STUDY
    db.session.commit()
    assert "Chấm điểm buổi sinh hoạt" not in secretary.get(url(cast)).text
    assert "Chỉ chấm điểm buổi sinh hoạt" in secretary.post(url(cast, "/score")).text


def test_a_member_sees_the_score_once_it_is_submitted(cast, sign_in):
    cast.opened()
    cast.write()
    db.session.commit()
    member = sign_in(Role.MEMBER, at=cast.branch)
    assert "Chấm điểm buổi sinh hoạt" not in member.get(url(cast)).text
    cast.act(cards.submit)
    db.session.commit()
    assert "100 điểm, xếp loại Tốt" in member.get(url(cast)).text


def test_the_closing_page_shows_the_points_as_fixed_and_still_takes_weaknesses(secretary, cast):
    cast.submitted(SHORT)
    db.session.commit()
    page = secretary.get(url(cast, "/closing")).text
    assert 'name="self_score"' not in page
    assert "83,33 điểm" in page
    sent = secretary.post(
        url(cast, "/closing"),
        data={
            "conclusion": "Kết luận.",
            "weakness": "Tài liệu chậm.",
            "remedy": "Gửi trước hai ngày.",
            "self_score": "10",
            "version": fresh(cast).version,
        },
    )
    assert sent.status_code == 302
    meeting = fresh(cast)
    assert (meeting.weakness, meeting.self_score) == ("Tài liệu chậm.", Fraction(250, 3))


def test_the_closing_is_saved_live_beside_points_of_a_sheet(cast, make, sign_in):
    account = make.account(member=cast.sitting.secretary, at=cast.branch)
    page = Writer(sign_in(account=account), account.id, cast.meeting.id)
    cast.submitted(SHORT)
    db.session.commit()
    unit = f"closing:{cast.meeting.id}"
    base = page.state()["units"][unit]["number"]

    saved = page.save(unit, base, {"weakness": "Tài liệu chậm."})
    refused = page.save(unit, saved["number"], {"self_score": "10"})

    assert (saved["outcome"], saved["values"]["self_score"]) == ("saved", "83,33")
    assert (refused["outcome"], list(refused["errors"])) == ("refused", ["self_score"])
    meeting = fresh(cast)
    assert (meeting.weakness, meeting.self_score) == ("Tài liệu chậm.", Fraction(250, 3))
    assert broken_revision(meeting) is None


def test_an_earlier_text_comes_back_without_the_points_of_its_time(cast, secretary):
    meeting = cast.meeting
    life.change_frame(
        meeting,
        {"self_score": 80, "weakness": "Ý kiến còn ít."},
        version=meeting.version,
        by=cast.by,
        now=NOW,
    )
    life.change_frame(meeting, {"weakness": "Khác."}, version=meeting.version, by=cast.by, now=NOW)
    cast.submitted()
    db.session.commit()
    history = f"/revisions/closing:{meeting.id}/1/restore"
    sent = secretary.post(url(cast, history), data={"known": 3})
    assert sent.status_code == 302
    found = fresh(cast)
    assert (found.weakness, found.self_score) == ("Ý kiến còn ít.", 100)


def test_submitting_leads_to_weaknesses_and_remedies_and_offers_the_vote(secretary, cast):
    cast.opened()
    cast.write()
    db.session.commit()
    sent = secretary.post(f"/scorecards/{cast.card.id}/submit", data={"version": cast.card.version})
    assert sent.location == url(cast, "/closing")
    page = secretary.get(sent.location).text
    assert "ghi hạn chế, biện pháp khắc phục" in page
    assert "Ghi biểu quyết về điểm tự chấm" in page
    said = "Thống nhất chi bộ tự chấm 100 điểm, xếp loại Tốt"
    form = secretary.get(url(cast, "/votes/new"), query_string={"subject": said}).text
    assert f'value="{said}"' in form


# --- the minutes ---


def test_the_minutes_print_the_points_exactly_and_the_lines_as_an_annex(cast):
    cast.submitted({**FULL, "4": Given(Answer(value=Fraction(21, 4)), "Sử dụng điện thoại.")})
    cast.meeting.remedy = "Nhắc nhở."
    text = render_text(minutes_document(data_of(cast.meeting)))
    assert "tự chấm 88,89 điểm, xếp loại Khá (có bảng tự chấm điểm kèm theo)." in text
    annex = text[text.index("BẢNG TỰ CHẤM ĐIỂM BUỔI SINH HOẠT") :]
    assert "Sử dụng điện thoại." in annex
    assert text.index("CHỦ TRÌ HỘI NGHỊ") < text.index("BẢNG TỰ CHẤM ĐIỂM")
    assert annex.count("88,89") == 1


def test_minutes_without_a_sheet_have_no_annex(cast):
    cast.meeting.self_score, cast.meeting.self_grade = Fraction(179, 2), "Khá"
    text = render_text(minutes_document(data_of(cast.meeting)))
    assert "tự chấm 89,5 điểm, xếp loại Khá." in text
    assert "BẢNG TỰ CHẤM" not in text


def test_the_annex_is_drawn_in_every_format(cast):
    cast.submitted(SHORT)
    document = minutes_document(data_of(cast.meeting))
    assert render_pdf(document).startswith(b"%PDF")
    assert render_docx(document).startswith(b"PK")


@pytest.fixture
def hold(tmp_path):
    def problems():
        db.session.commit()
        return [str(flaw) for flaw in checks.seals_hold(tmp_path) if flaw]

    return problems


def test_the_sheet_is_sealed_with_the_minutes_and_its_forging_is_found(cast, tmp_path, hold):
    cast.submitted(SHORT)
    ended(cast)
    record = sealed(cast.sitting, tmp_path)
    facts = json.loads(record.seal.snapshot)
    assert [line["points"] for line in facts["self_sheet"] if line["code"] == "1.2"] == ["25"]
    assert hold() == []
    lines = json.loads(cast.meeting.self_sheet)
    lines[2]["points"] = "40"
    cast.meeting.self_sheet = json.dumps(lines, ensure_ascii=False)
    assert "bảng tự chấm điểm" in "".join(hold())


def test_a_seal_of_before_there_were_sheets_still_holds(cast, tmp_path, hold, monkeypatch):
    def snapshot_as_it_was(record):
        facts = snapshot_of(record)
        return {name: part for name, part in facts.items() if name != "self_sheet"} | {"schema": 2}

    monkeypatch.setattr(sealing, "SCHEMA", 2)
    monkeypatch.setattr(sealing, "snapshot_of", snapshot_as_it_was)
    ended(cast)
    assert "self_sheet" not in sealed(cast.sitting, tmp_path).seal.snapshot
    assert hold() == []


def test_a_card_that_is_changed_later_leaves_sealed_minutes_alone_and_says_so(
    cast, tmp_path, hold, secretary
):
    cast.submitted()
    ended(cast)
    sealed(cast.sitting, tmp_path)
    cast.act(deciding.return_card, by=cast.above, comment="Xem lại 1.2")
    cast.write(SHORT)
    cast.act(cards.submit)
    assert hold() == []
    page = secretary.get(f"/scorecards/{cast.card.id}").text
    assert "Biên bản đã thông qua ghi 100 điểm, xếp loại Tốt" in page


def test_a_score_given_while_the_minutes_are_read_back_asks_to_read_them_again(cast):
    ended(cast)
    seen = digest(minutes_document(data_of(cast.meeting)))
    cast.submitted()
    with pytest.raises(RuleBroken, match="vừa có thay đổi"):
        adopt_minutes(cast.meeting, read_back=True, seen=seen, by=cast.by, now=NOW)
    adopted(cast.sitting)


def test_a_meeting_that_goes_on_is_scored_again(cast):
    """Ended by mistake and resumed: the score stays, and may be taken back."""
    cast.submitted()
    meeting = cast.meeting
    life.close_meeting(
        meeting, ended_time=time(15, 30), version=meeting.version, by=cast.by, now=NOW
    )
    life.resume_meeting(meeting, by=cast.by, now=NOW)
    cast.act(cards.withdraw)
    assert meeting.self_score is None
