"""What the committee sees of its branches, the command, the catalogue and the list of tasks."""

import json
import re
from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.organisations.models import Organisation, OrganisationKind
from app.people.rules import Position
from app.programmes.models import PlannedTopic
from app.programmes.queries.tracker import tracker_of
from app.programmes.rules import PlanStatus

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 08:00+07:00", tick=False):
        yield


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng", code="du")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def above(committee, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


def held(make, branch, day, status=MeetingStatus.ADOPTED, **values):
    return make.meeting(
        branch=branch,
        held_on=day,
        type=values.pop("type", MeetingType.TOPICAL),
        topic="Nêu gương",
        status=status,
        **values,
    )


def tracked(committee, year=2026, on=TODAY):
    return {row.name: row for row in tracker_of(committee.path, year, on=on).branches}


def of_committee(committee, path="/programmes/2026"):
    return f"/organisations/{committee.id}{path}"


@pytest.fixture
def year(make, branch):
    """Held in time, held late, held unregistered; the third quarter has passed without one."""
    make.topic(branch=branch, month=2, meeting=held(make, branch, date(2026, 2, 4)))
    make.topic(branch=branch, month=5, meeting=held(make, branch, date(2026, 6, 2)))
    make.topic(branch=branch, month=9)
    make.topic(branch=branch, month=12, status=PlanStatus.APPROVED)
    make.topic(branch=branch, month=12, status=PlanStatus.DRAFT)
    make.topic(branch=branch, month=12, status=PlanStatus.RETURNED, returned_reason="Trùng")
    held(make, branch, date(2026, 6, 20), type=MeetingType.COMBINED, period=date(2026, 6, 1))
    held(make, branch, date(2026, 8, 20), status=MeetingStatus.CANCELLED)
    held(make, branch, date(2026, 11, 30), status=MeetingStatus.NOTIFIED)
    db.session.commit()
    return branch


def test_the_figures_of_a_year(year, committee):
    figures = tracked(committee)["Chi bộ Hành chính"].figures

    quarters = [(q.registered, q.held, q.late, q.missing, q.to_come) for q in figures.quarters]
    assert quarters == [(1, 1, 0, 0, 0), (1, 2, 1, 0, 0), (1, 0, 1, 1, 0), (1, 0, 0, 0, 1)]
    whole = figures.year
    assert (whole.registered, whole.held, whole.late, whole.missing) == (4, 3, 2, 1)


def test_a_minimum_laid_down_for_a_quarter_holds_from_its_first_day(year, committee, make):
    make.regulation(committee, "topical.per_quarter", "2", valid_from=date(2026, 4, 1))
    make.regulation(committee, "topical.per_year", "8", valid_from=date(2026, 2, 1))

    figures = tracked(committee)["Chi bộ Hành chính"].figures

    assert [row.minimum for row in figures.quarters] == [1, 2, 2, 2]
    assert figures.year.minimum == 4
    assert tracked(committee, 2027)["Chi bộ Hành chính"].figures.year.minimum == 8


def test_a_branch_dissolved_in_the_year_owes_the_quarters_it_lived_through(year, committee):
    year.dissolved_on = date(2026, 8, 15)

    figures = tracked(committee)["Chi bộ Hành chính"].figures

    assert [row.minimum for row in figures.quarters] == [1, 1, 0, 0]
    assert (figures.year.minimum, figures.year.missing) == (0, 0)
    assert tracked(committee, 2027) == {}


def test_the_page_shows_the_figures_with_their_denominators(above, year, committee, make):
    make.branch(parent=committee, name="Chi bộ Quản trị")
    db.session.commit()

    page = plain(above.get(of_committee(committee)).text)

    assert "Đã đăng ký 4/8" in page
    assert "1/2 chi bộ đăng ký đủ" in page
    assert "Đã tổ chức 3/8" in page
    assert "Muộn 2/4" in page
    assert "Thiếu 4 buổi" in page
    assert "Tất cả 2 chi bộ" in page


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("show", "shown", "left_out"),
    [
        ("waiting", "Chi bộ Hành chính", "Chi bộ Đủ"),
        ("late", "Chi bộ Hành chính", "Chi bộ Đủ"),
        ("missing", "Chi bộ Hành chính", "Chi bộ Đủ"),
    ],
)
def test_the_page_finds_who_needs_attention(show, shown, left_out, above, year, committee, make):
    good = make.branch(parent=committee, name="Chi bộ Đủ")
    for month in (2, 5, 8, 11):
        sitting = held(make, good, date(2026, month, 3))
        make.topic(branch=good, month=month, meeting=sitting, status=PlanStatus.APPROVED)
    db.session.commit()

    page = above.get(of_committee(committee), query_string={"show": show}).text

    assert shown in page
    assert left_out not in page
    assert left_out in above.get(of_committee(committee)).text


def test_the_committee_decides_right_there(above, year, committee):
    page = above.get(of_committee(committee)).text
    topic = tracked_topic(year, 9)
    assert "Duyệt cả 3" in page

    url = f"/branches/{year.id}/planned-topics/{topic.id}"
    answer = above.post(f"{url}/approve?back=tracker", data={"version": topic.version})

    assert answer.location.endswith(f"{of_committee(committee)}#waiting")
    assert tracked_topic(year, 9).status is PlanStatus.APPROVED
    assert "Duyệt cả 2" in above.get(of_committee(committee)).text


def tracked_topic(branch, month):
    return db.session.query(PlannedTopic).filter_by(organisation_id=branch.id, month=month).first()


def test_all_of_a_branch_is_approved_as_it_was_read(above, year, committee):
    page = above.get(of_committee(committee)).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    url = f"/branches/{year.id}/programmes/2026/approve?back=tracker"

    above.post(url, data={"seen": seen})

    assert tracked(committee)["Chi bộ Hành chính"].waiting == 0
    assert above.post(url, data={"seen": seen}).status_code == 409


def test_only_those_who_decide_see_what_waits(sign_in, year, committee):
    office = sign_in(Role.OFFICE, at=committee)

    page = office.get(of_committee(committee))

    assert page.status_code == 200
    assert "Duyệt cả" not in page.text


def test_a_branch_does_not_see_the_others(sign_in, year, committee):
    secretary = sign_in(Role.SECRETARY, at=year)

    assert secretary.get(of_committee(committee)).status_code == 404


def test_each_is_led_to_the_own_page(sign_in, above, year, committee, make):
    """The committee to its tracker, from whichever branch; a branch's leaders to their own."""
    own = f"/branches/{year.id}/programmes/2026"
    deputy = make.member("Lê Minh Khôi", branch=year)
    make.position(deputy, committee, Position.COMMITTEE_DEPUTY_SECRETARY)
    both = make.member("Trần Thị Hạnh", branch=year, position=Position.SECRETARY)
    make.position(both, committee, Position.COMMITTEE_MEMBER)
    of_deputy = sign_in(account=make.account(member=deputy, at=year))
    of_both = sign_in(account=make.account(member=both, at=year))

    assert above.get("/programmes").location == of_committee(committee)
    assert sign_in(Role.MEMBER, at=year).get("/programmes").location == own
    assert of_deputy.get("/programmes").location == of_committee(committee)
    assert of_both.get("/programmes").location == own


def test_who_holds_nothing_is_led_to_the_tree(make, sign_in):
    nobody = sign_in(account=make.account(at=make.organisation()))

    assert nobody.get("/programmes").location == "/organisations"


def test_the_tracker_of_a_hundred_branches_is_one_page_of_few_questions(
    above, committee, make, count_queries
):
    many(committee, 100)
    with count_queries() as few:
        page = above.get(of_committee(committee)).text
    many(committee, 200, first=100)
    with count_queries() as more:
        above.get(of_committee(committee))

    assert page.count("/programmes/2026") >= 100
    assert len(few) == len(more)
    assert len(few) < 12


def many(committee, number, first=0):
    """Branches with a topic each, straight into the tables."""
    kind = db.session.get(OrganisationKind, "branch")
    for n in range(first, first + number):
        branch = Organisation(
            parent_id=committee.id,
            kind=kind,
            name=f"Chi bộ {n:03}",
            code=f"nhieu-{n}",
            header_name="CHI BỘ",
            body_name="Chi bộ",
            symbol="CB",
            place="Huế",
            path=f"{committee.path}{n:032x}/",
        )
        db.session.add(branch)
        db.session.add(
            PlannedTopic(
                organisation=branch,
                year=2026,
                month=n % 12 + 1,
                topic="Nêu gương",
                folded="neu guong",
                topic_group="integrity",
                status=PlanStatus.APPROVED if n % 2 else PlanStatus.REGISTERED,
            )
        )
    db.session.commit()


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["programme", "--year", "2026", *arguments])


def test_the_command_prints_the_same_figures(app, year, committee):
    told = json.loads(run(app, "--format", "json").output)

    assert told["branches"][0]["name"] == "Chi bộ Hành chính"
    assert [row["held"] for row in told["branches"][0]["quarters"]] == [1, 2, 0, 0]
    assert told["total"]["year"] == {
        "minimum": 4, "registered": 4, "held": 3, "late": 2, "missing": 1, "to_come": 1,
    }  # fmt: skip


def test_the_command_prints_a_table_of_one_place(app, year, make):
    other = make.branch(name="Chi bộ khác")
    db.session.commit()

    lines = run(app, "--organisation", "du").output.splitlines()

    assert other.name not in "\n".join(lines)
    assert lines[3].split()[-7:] == ["III", "1", "1", "0", "1", "1", "0"]
    assert lines[-1].split() == ["Tất", "cả", "Cả", "năm", "4", "4", "3", "2", "1", "1"]
    assert "Không có tổ chức mang mã khong-co" in run(app, "--organisation", "khong-co").output


def test_the_command_says_that_there_is_nothing(app, db):
    assert run(app).output == "Không có chi bộ nào.\n"


@pytest.fixture
def catalogue(make, committee, branch):
    other = make.branch(parent=committee, name="Chi bộ Tổng hợp")
    source = make.topic(
        branch=other,
        topic="Xây dựng đội ngũ cán bộ, đảng viên",
        topic_group="party_building",
        year=2025,
    )
    make.topic(branch=branch, topic="Đội ngũ tuyên truyền viên", taken_from_id=source.id)
    make.topic(branch=other, topic="Đội ngũ còn nháp", status=PlanStatus.DRAFT)
    make.topic(topic="Đội ngũ của đảng bộ khác")
    db.session.commit()
    return source


def test_a_topic_is_found_without_tone_marks(catalogue, branch, sign_in):
    secretary = sign_in(Role.SECRETARY, at=branch)

    page = secretary.get(of_committee(branch, "/topics"), query_string={"q": "đoi ngu can"}).text

    assert "Xây dựng đội ngũ cán bộ, đảng viên" in page
    assert "Đã dùng lại 1 lần" in page
    assert "tuyên truyền viên" not in page
    for hidden in ("còn nháp", "đảng bộ khác"):
        assert hidden not in secretary.get(of_committee(branch, "/topics")).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"group": "party_building"}, 1),
        ({"year": "2026"}, 1),
        ({"year": "2026", "group": "party_building"}, 0),
        ({"group": "khong-co", "year": "x"}, 2),
    ],
)
def test_the_catalogue_is_narrowed_by_group_and_year(asked, found, catalogue, committee, above):
    page = above.get(of_committee(committee, "/topics"), query_string=asked).text

    assert page.count("Đội ngũ tuyên") + page.count("Xây dựng đội ngũ") == found


def test_a_topic_is_taken_up_again_and_remembers_where_it_came_from(
    catalogue, branch, sign_in, make
):
    secretary = sign_in(Role.SECRETARY, at=branch)
    url = f"/branches/{branch.id}/programmes/2027/topics/new?taken_from={catalogue.id}"
    page = secretary.get(url).text
    assert "Dùng lại chuyên đề của Chi bộ Tổng hợp, năm 2025." in page
    assert 'value="Xây dựng đội ngũ cán bộ, đảng viên"' in page

    data = {"topic": "Đội ngũ của ta", "topic_group": "party_building", "month": "3"}
    secretary.post(url, data=data)

    assert tracked_topic(branch, 3).taken_from_id == catalogue.id


def test_a_topic_of_another_committee_is_not_taken_up(branch, sign_in, make):
    foreign = make.topic(topic="Của nơi khác")
    secretary = sign_in(Role.SECRETARY, at=branch)

    url = f"/branches/{branch.id}/programmes/2027/topics/new"
    for wanted in (foreign.id, "khong-phai"):
        assert "Của nơi khác" not in secretary.get(f"{url}?taken_from={wanted}").text


def test_the_catalogue_asks_a_fixed_number_of_questions(above, committee, count_queries):
    many(committee, 10)
    with count_queries() as few:
        above.get(of_committee(committee, "/topics"))
    many(committee, 20, first=10)
    with count_queries() as more:
        above.get(of_committee(committee, "/topics"))

    assert len(few) == len(more) == 4


@pytest.fixture
def secretary(make, year, sign_in):
    member = make.member("Trần Thị Hạnh", branch=year, position=Position.SECRETARY)
    return sign_in(account=make.account(member=member, at=year))


def test_the_branch_is_told_of_topics_overdue_and_returned(secretary, year):
    page = plain(secretary.get("/").text)

    assert "Đã đăng ký cho tháng 9/2026" in page
    assert "Quá hạn 53 ngày" in page
    assert "Cấp ủy trả lại: Trùng" in page
    assert "Đăng ký chuyên đề quý I năm 2027" not in page


def test_in_a_quarters_last_month_the_next_one_is_to_be_registered(sign_in, year, make):
    with time_machine.travel("2026-12-05 08:00+07:00", tick=False):
        secretary = sign_in(Role.SECRETARY, at=year)
        assert "Đăng ký chuyên đề quý I năm 2027" in secretary.get("/").text
        make.topic(branch=year, year=2027, month=1)
        db.session.commit()
        assert "Đăng ký chuyên đề quý I năm 2027" not in secretary.get("/").text


def test_the_committee_is_told_what_waits_for_its_decision(above, year, committee):
    page = above.get("/").text

    assert "Duyệt 3 chuyên đề năm 2026 của 1 chi bộ" in page
    assert f"{of_committee(committee)}#waiting" in page
