"""Years running in the top grade, as proposals for a commendation."""

import re
from datetime import date

import pytest

from app.access.permissions import Role
from app.extensions import db as _db
from app.people.rules import Status
from app.scoring.queries.grade_history import streaks_at
from app.scoring.queries.places import PlaceYear
from app.scoring.rules.grades import Basis
from app.scoring.rules.indicators import Subject
from app.scoring.rules.vocabulary import top_codes
from app.scoring.service.grades import cancel_grade, regrade
from tests.factory import NOW

OLD = "Trong sạch vững mạnh tiêu biểu"
NEW = "Hoàn thành xuất sắc nhiệm vụ"


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def years(make, branch):
    """Grades of one member, or of the branch, year after year from the first on; "-" is not graded,
    "x" not due, "" nothing at all.
    """

    def give(*codes, first=2014, member=None, at=branch):
        given = []
        for year, code in enumerate(codes, first):
            if not code:
                continue
            values = {"grade": code, "label": NEW if code == "excellent" else code}
            if code in ("-", "x"):
                values = {"grade": None, "label": "Không xếp loại", "is_excused": code == "x"}
            given.append(make.grade(at, member=member, year=year, **values))
        return given

    return give


def running(place, year, *, subject=Subject.MEMBER_YEAR, grades=None, at_least=2):
    found = streaks_at(PlaceYear(place, year), subject, grades or top_codes(), at_least=at_least)
    return {one.name: one.length for one in found}


def test_a_member_excellent_from_2014_to_2018(make, committee, branch, years):
    member = make.member("Lê Hoài Ân", branch=branch)
    years(*["excellent"] * 5, member=member)
    assert running(committee, 2018) == {"Lê Hoài Ân": 5}
    assert running(branch, 2017) == {"Lê Hoài Ân": 4}
    assert running(committee, 2019) == {}


def test_a_branch_keeps_its_years_across_the_change_of_words(committee, branch, years):
    years(*["clean_strong_model"] * 5, *["excellent"] * 2, first=2013)
    assert running(committee, 2019, subject=Subject.BRANCH_YEAR) == {"Chi bộ Hành chính": 7}


@pytest.mark.parametrize(
    ("codes", "length"),
    [
        (("excellent", "-", "excellent", "excellent"), 2),
        (("excellent", "", "excellent", "excellent"), 2),
        (("excellent", "x", "excellent", "excellent"), 3),
        (("excellent", "well_done", "excellent", "excellent"), 2),
        (("excellent", "excellent", "excellent", "-"), None),
    ],
)
def test_a_year_without_a_grade_breaks_it_unless_it_was_not_due(make, branch, years, codes, length):
    member = make.member("Lê Hoài Ân", branch=branch)
    years(*codes, member=member)
    assert running(branch, 2017).get("Lê Hoài Ân") == length


def test_cancelled_after_discipline_the_streak_is_counted_anew(make, committee, branch, years):
    member = make.member("Lê Hoài Ân", branch=branch)
    given = years(*["excellent"] * 5, member=member)
    by = make.actor(Role.STANDING_COMMITTEE, at=committee)
    regrade(
        given[2],
        "not_completed",
        reason="Kỷ luật liên quan nhiệm vụ năm 2016",
        basis=Basis("21-QĐ/ĐU", date(2019, 3, 2)),
        version=1,
        by=by,
        now=NOW,
    )
    assert running(branch, 2018) == {"Lê Hoài Ân": 2}
    cancel_grade(given[4], reason="Ghi nhầm", version=1, by=by, now=NOW)
    assert running(branch, 2018) == {}


def test_years_in_another_branch_count_for_a_member(make, committee, branch, years):
    before = make.branch()
    member = make.member(
        "Lê Hoài Ân", branch=before, starts_on=date(2010, 1, 1), ends_on=date(2015, 12, 31)
    )
    make.status(member, branch, Status.OFFICIAL, starts_on=date(2016, 1, 1))
    years("excellent", "excellent", member=member, at=before)
    years("excellent", "excellent", first=2016, member=member)
    assert running(branch, 2017) == {"Lê Hoài Ân": 4}
    assert running(before, 2015) == {"Lê Hoài Ân": 2}
    assert running(before, 2017) == {}


def test_the_longest_stand_first_and_quarters_do_not_count(make, branch, years):
    long, short = (make.member(name, branch=branch) for name in ("Lê Văn Bình", "Lê Văn An"))
    years("excellent", "excellent", "excellent", first=2015, member=long)
    years("excellent", "excellent", first=2016, member=short)
    make.grade(branch, member=short, year=2015, quarter=4, grade="excellent")
    found = streaks_at(PlaceYear(branch, 2017), Subject.MEMBER_YEAR, top_codes(), at_least=2)
    assert [(one.name, one.length) for one in found] == [("Lê Văn Bình", 3), ("Lê Văn An", 2)]


def test_the_page_shows_the_years_with_their_words(make, sign_in, branch, years):
    years("clean_strong_model", "clean_strong_model", first=2013)
    member = make.member("Lê Hoài Ân", branch=branch)
    years("excellent", "excellent", "excellent", first=2012, member=member)
    client = sign_in(Role.SECRETARY, at=branch)
    path = f"/organisations/{branch.id}/streaks/2014"
    text = " ".join(client.get(path).get_data(as_text=True).split())
    assert "Lê Hoài Ân" in text
    assert re.search(r"Hoàn thành xuất sắc nhiệm vụ:( <a [^>]+>201[234]</a>,?){3}", text)
    assert re.search(r"clean_strong_model:( <a [^>]+>201[34]</a>,?){2}", text)
    three = client.get(f"{path}?at_least=3").get_data(as_text=True)
    assert "Lê Hoài Ân" in three
    assert "clean_strong_model:" not in three
    assert "Chưa có ai đủ 4 năm liền" in client.get(f"{path}?at_least=4").get_data(as_text=True)


def test_another_set_of_grades_may_be_asked_for(make, sign_in, branch, years):
    member = make.member("Lê Hoài Ân", branch=branch)
    years("well_done", "excellent", member=member)
    client = sign_in(Role.SECRETARY, at=branch)
    path = f"/organisations/{branch.id}/streaks/2015"
    assert "Lê Hoài Ân" not in client.get(path).get_data(as_text=True)
    wide = client.get(f"{path}?grades=excellent&grades=well_done&at_least=2")
    assert "Lê Hoài Ân" in wide.get_data(as_text=True)


@pytest.mark.parametrize("query", ["at_least=x", "at_least=0", "grades=none", "grades=&at_least="])
def test_an_odd_address_shows_what_is_usual(sign_in, branch, query):
    client = sign_in(Role.SECRETARY, at=branch)
    answer = client.get(f"/organisations/{branch.id}/streaks/2015?{query}")
    assert answer.status_code == 200
    assert "2 năm liền" in answer.get_data(as_text=True)


def test_many_are_found_with_as_few_queries(make, sign_in, committee, branch, years, count_queries):
    years("excellent", "excellent", member=make.member(branch=branch))
    client = sign_in(Role.OFFICE, at=committee)
    path = f"/organisations/{committee.id}/streaks/2015"

    def asked():
        client.get(path)
        with count_queries() as statements:
            client.get(path)
        return len(statements)

    before = asked()
    for _ in range(5):
        other = make.branch(parent=committee)
        years("excellent", "excellent", at=other)
        for member in make.members(4, branch=other):
            years("excellent", "excellent", member=member, at=other)
    _db.session.commit()
    assert asked() == before <= 7
