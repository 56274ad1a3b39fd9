"""What an indicator is, where its facts stand, and what a terminal is told."""

import json
from datetime import date, time

import pytest
from flask import g

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import today
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.people.queries import load_account
from app.people.routes.session import load_user
from app.people.service import session_key
from app.pledges.queries.pledges import pledge_of
from app.scoring.queries.cards import get_card
from app.scoring.routes.evidence import evidence_url
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import (
    CONDITIONS,
    INDICATORS,
    Subject,
    bindable,
    conditions_for,
)
from app.scoring.rules.rubric import CriterionKind
from tests.factory import NOW
from tests.minutes.sittings import adopted, held
from tests.pledges.coverage_year import coverage_year
from tests.scoring.rubrics import criterion, rubric, section


def test_everybody_who_signs_in_reads_what_each_indicator_is(make, sign_in):
    page = sign_in(Role.MEMBER).get("/indicators").text
    for indicator in INDICATORS.values():
        assert f'id="{indicator.key}"' in page
        assert indicator.definition in page
        assert indicator.source in page


def test_each_subject_is_offered_its_own_indicators_and_conditions():
    offered = [key for subject in Subject for key in bindable(subject)]
    assert offered == list(INDICATORS)
    assert all(one.subject is Subject.MEETING for one in bindable(Subject.MEETING).values())
    assert "is_quarter" not in conditions_for(Subject.MEETING)
    assert "is_leader" in conditions_for(Subject.MEMBER_YEAR)
    assert {key for subject in Subject for key in conditions_for(subject)} == set(CONDITIONS)


@pytest.fixture
def sitting(make):
    return held(make)


@pytest.fixture
def rubric_in_force(make, sitting):
    return make.rubric(sitting.branch.parent)


@pytest.fixture
def links(app, sign_in):
    """`links(account, card)`: by indicator the link one reader gets; each opens."""

    def found(account, card):
        client = sign_in(account=account)
        with app.test_request_context():
            epoch = load_account(account.id, on=today()).epoch
            g._login_user = load_user(session_key(account.id, epoch))
            fresh = get_card(card.id)
            given = {key.split(".")[1]: evidence_url(fresh, key) for key in bindable(fresh.subject)}
        for url in filter(None, given.values()):
            assert client.get(url).status_code == 200, url
        return given

    return found


def card_of(make, sitting, rubric_in_force, **values):
    card = make.meeting_card(sitting.meeting, rubric=rubric_in_force, **values)
    db.session.commit()
    return card


def test_who_keeps_the_record_is_led_to_where_it_is_written(make, sitting, rubric_in_force, links):
    card = card_of(make, sitting, rubric_in_force)
    found = links(make.account(at=sitting.branch, member=sitting.secretary), card)
    meeting = f"/meetings/{sitting.meeting.id}"
    assert found["attendance"] == f"{meeting}/roll"
    assert found["speakers"] == found["tasks_on_time"] == f"{meeting}/record"
    assert found["sent_in_time"] == f"{meeting}/minutes"
    assert found["on_day"] == found["materials_ahead"] == meeting
    assert all(found.values())


def test_a_reader_is_led_to_the_minutes_and_nowhere_before_they_are_open(
    make, sitting, rubric_in_force, links
):
    sitting.meeting.notified_at = NOW
    card = card_of(make, sitting, rubric_in_force, state=CardState.SUBMITTED, submitted_at=NOW)
    member = make.account(at=sitting.branch, member=sitting.members[3])
    meeting = f"/meetings/{sitting.meeting.id}"
    assert set(links(member, card).values()) == {meeting}
    adopted(sitting)
    db.session.commit()
    assert links(member, card)["attendance"] == f"{meeting}/minutes"
    stranger = make.account(Role.MEMBER)
    assert set(links(stranger, card).values()) == {None}


def test_the_year_of_a_branch_leads_to_its_lists(make, links):
    year = coverage_year(make)
    met = make.meeting(branch=year.first, status=MeetingStatus.ADOPTED)
    grading = make.grading(
        year.committee, rubric=make.rubric(year.committee, subject=Subject.BRANCH_YEAR)
    )
    card = make.year_card(grading, year.first)
    found = links(make.account(at=year.first, member=year.secretary), card)
    branch = f"/branches/{year.first.id}"
    assert found["meetings"] == f"{branch}/meetings?year={met.period.year}"
    assert found["topical"] == f"{branch}/programmes/2026"
    assert found["pledges"] == f"{branch}/pledges/2026"
    assert found["petitions_in_time"] == f"{branch}/petitions"
    assert found["tasks_on_time"] == f"{branch}/assignments"


def test_a_members_pledge_is_linked_for_its_author_only(make, links):
    year = coverage_year(make)
    author, another = year.authors[0], year.authors[1]
    grading = make.grading(
        year.committee, rubric=make.rubric(year.committee, subject=Subject.MEMBER_YEAR)
    )
    card = make.year_card(grading, year.first, author)
    pledge = pledge_of(author.id, 2026)
    own = links(make.account(at=year.first, member=author), card)
    assert own["pledge_met"] == f"/pledges/{pledge.id}/results"
    assert links(make.account(at=year.first, member=another), card)["pledge_met"] is None
    nobody = make.year_card(grading, year.first, year.missing[1])
    assert links(make.account(at=year.first, member=year.missing[1]), nobody)["pledge_met"] is None


@pytest.fixture
def run(app, make):
    runner = app.test_cli_runner()

    def run(*args):
        db.session.commit()
        return runner.invoke(args=["score", *map(str, args)])

    return run


def test_a_terminal_is_told_what_is_proposed_and_why(make, sitting, run):
    make.rubric(sitting.branch.parent, content=_sheet())
    result = run("--meeting", sitting.meeting.id)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("Sinh hoạt thường kỳ tháng 11 năm 2026, Chi bộ Thông tin - Tin học")
    heading = next(line for line in lines if line.startswith("Mã"))
    at = {word: heading.index(word) for word in ("Tiêu chí", "Đề xuất", "Chỉ số", "Lý do")}
    row = next(line for line in lines if line.startswith("1.1"))
    assert row[at["Đề xuất"] :].startswith("8/10")
    assert row[at["Chỉ số"] :].startswith("Tỷ lệ dự sinh hoạt")
    assert row[at["Lý do"] :].startswith("4/5 đảng viên phải dự có mặt, đạt 80 %")
    assert lines[-1] == "Đề xuất 13/30 điểm; còn 2 tiêu chí do người chấm cho điểm."


def test_the_columns_stand_under_each_other_however_long_a_label_is(make, sitting, run):
    make.rubric(sitting.branch.parent)
    lines = run("--meeting", sitting.meeting.id).output.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("Mã"))
    table = lines[start : lines.index("", start)]
    edges = [table[0].index(word) for word in ("Tiêu chí", "Đề xuất", "Chỉ số", "Lý do")]
    assert len(table) > 20
    for line in table:
        assert all(line[edge - 1 : edge] in ("", " ") for edge in edges), line


def test_json_holds_exact_figures(make, sitting, run):
    make.rubric(sitting.branch.parent, content=_sheet())
    sitting.meeting.must_attend, sitting.meeting.present = 21, 19
    result = run("--meeting", sitting.meeting.id, "--format", "json")
    told = json.loads(result.output)
    first = told["criteria"][0]
    assert first["value"] == "1900/21"
    assert first["points"] == "190/21"
    assert first["indicator"] == "meeting.attendance"
    assert told["criteria"][2]["value"] is None
    assert told["criteria"][2]["reason"] == "Không có nhiệm vụ nào đến hạn"
    assert told["criteria"][3]["reason"] == "Không gắn chỉ số; do người chấm cho điểm"
    assert told["criteria"][4] == {
        **told["criteria"][4],
        "applies": False,
        "answer": "Không áp dụng",
        "reason": "Không áp dụng, chỉ chấm khi: Buổi sinh hoạt có chuyên đề",
    }
    assert told["open"] == ["3", "4"]


def _sheet():
    return rubric(
        criterion("1.1", CriterionKind.PERCENTAGE, 10, indicator="meeting.attendance"),
        criterion("2", points=5, indicator="meeting.on_day"),
        criterion("3", CriterionKind.PERCENTAGE, 5, indicator="meeting.tasks_on_time"),
        criterion("4", points=5),
        section("5", criterion("5.1", points=5), condition="has_topic"),
    )


def test_a_begun_card_is_scored_with_its_own_rubric(make, sitting, run):
    make.rubric(sitting.branch.parent)
    make.meeting_card(
        sitting.meeting, rubric=make.rubric(sitting.branch.parent, number=2, content=_sheet())
    )
    told = json.loads(run("--meeting", sitting.meeting.id, "--format", "json").output)
    assert [one["code"] for one in told["criteria"]] == ["1.1", "2", "3", "4", "5.1"]


def test_latest_is_the_last_meeting_of_the_branch_itself(make, sitting, run):
    make.rubric(sitting.branch.parent)
    make.meeting(
        branch=sitting.branch,
        type=MeetingType.BRANCH_COMMITTEE,
        held_on=date(2026, 11, 20),
        began_time=time(8),
    )
    make.meeting(branch=sitting.branch, held_on=date(2026, 12, 3))
    told = run("--meeting", "latest", "--branch", sitting.branch.code, "--format", "json")
    assert json.loads(told.output)["meeting"]["id"] == str(sitting.meeting.id)


def test_what_cannot_be_scored_is_refused_with_the_reason(make, sitting, run):
    conference = make.meeting(branch=sitting.branch.parent, type=MeetingType.BRIEFING)
    empty = make.branch()
    for args, said in (
        (["latest", "--branch", empty.code], "Chưa có buổi sinh hoạt nào đã bắt đầu ở"),
        (["latest", "--branch", "khong-co"], "Không có chi bộ mang mã khong-co"),
        ([sitting.meeting.id], "Chưa có bảng chấm điểm buổi sinh hoạt nào áp dụng"),
        ([sitting.meeting.id, "--branch", empty.code], "không phải của"),
        ([conference.id], "không phải buổi sinh hoạt của chi bộ"),
        ([empty.id], "Không có buổi họp này"),
        (["hôm qua"], "không phải mã buổi họp"),
    ):
        result = run("--meeting", *args)
        assert result.exit_code == 1
        assert said in result.output
