"""The written pledges keep the promises of the sample's README."""

import unicodedata
from collections import Counter
from datetime import date, datetime

import pytest

from app.devtools.demo import written

LINES = written.pledge_lines()
PLEDGES = written.pledges()["pledge"]
CAMPAIGN = written.pledges()["campaign"]
PLANS = written.personal_plans()
MEMBERS = {row["key"]: row for row in written.cast()["member"] if not row.get("guest")}
STEPS = ("returned", "confirmed", "published", "taken_over", "checked", "reviewed", "commented")
each_pledge = pytest.mark.parametrize("row", PLEDGES, ids=lambda row: row["member"])


def moments_of(row):
    """In the order in which they are written to happen."""
    yield row["started_at"]
    for name in ("submitted_at", *STEPS, "closed"):
        if name in row:
            yield row[name] if isinstance(row[name], datetime) else row[name]["at"]


def test_seventy_nine_of_eighty_one_have_submitted():
    submitted = [row["member"] for row in PLEDGES if "submitted_at" in row]
    reminded = {key for row in written.pledges()["reminder"] for key in row["members"]}

    assert len(MEMBERS) == 81
    assert len(submitted) == len(set(submitted)) == 79
    assert set(MEMBERS) - set(submitted) == {"bui-ngoc-sang", "vo-dinh-anh-tu"}
    assert set(MEMBERS) - set(submitted) <= reminded


def test_every_way_of_a_pledge_is_present_somewhere():
    found = Counter(
        name for row in PLEDGES for name in (*STEPS, "revised", "closed", "paper") if name in row
    )
    late = [
        row["member"]
        for row in PLEDGES
        if "submitted_at" in row
        and row["submitted_at"].date() > CAMPAIGN["closes_on"]
        and MEMBERS[row["member"]]["statuses"][0]["starts_on"] <= CAMPAIGN["counted_on"]
    ]
    assert found["paper"] == 2
    assert found["returned"] == 2
    assert found["revised"] == 2
    assert found["taken_over"] == 1
    assert found["confirmed"] == 78
    assert found["checked"] > found["reviewed"] > found["commented"] > found["closed"] > 0
    assert late == ["duong-quoc-bao", "la-van-tien", "truong-cong-hau", "ngo-thi-diem-my"]


@each_pledge
def test_the_steps_of_a_pledge_run_forward_until_today(row):
    moments = list(moments_of(row))
    assert moments == sorted(moments)
    assert moments[-1].date() < written.cast()["sample"]["today"]


@each_pledge
def test_a_pledge_has_something_of_its_own_under_every_section(row):
    keys = [*row["lines"], *row.get("revised", {}).get("added", ())]
    sections = [LINES[key]["section"] for key in row["lines"]]
    assert len(keys) == len(set(keys))
    if "submitted_at" in row:
        assert len(set(sections)) >= 4


@each_pledge
def test_a_result_names_a_line_of_the_pledge_and_has_words_for_it(row):
    extra = [*row.get("revised", {}).get("added", ()), *row.get("returned", {}).get("added", ())]
    for name in ("checked", "reviewed", "commented"):
        step = row.get(name, {})
        named = {*step.get("partly_met", ()), *step.get("not_met", ()), *step.get("lowered", ())}
        assert named <= {*row["lines"], *extra}
    assert all("half" in LINES[key] for key in row.get("checked", {}).get("partly_met", ()))


def test_no_two_members_pledge_the_same():
    combined = [tuple(row["lines"]) for row in PLEDGES]
    assert len(set(combined)) == len(combined)


def test_the_lines_are_varied_distinct_and_all_used():
    by_section = Counter(line["section"] for line in LINES.values())
    used = {key for row in PLEDGES for key in row["lines"]}
    used |= {key for row in PLEDGES for key in row.get("revised", {}).get("added", ())}
    contents = [line["content"] for line in LINES.values()]

    assert sorted(by_section.values())[-4:] >= [23, 23, 24, 33]
    assert set(LINES) == used
    assert len(set(contents)) == len(contents)


def test_every_deadline_is_in_the_year():
    days = [line["due_on"] for line in LINES.values() if "due_on" in line]
    days += [line["due_on"] for plan in PLANS for line in plan["line"] if "due_on" in line]
    assert {day.year for day in days} == {CAMPAIGN["year"]}


def test_who_heads_an_organisation_today_has_a_published_plan():
    heads = {
        key
        for key, member in MEMBERS.items()
        for held in member.get("positions", ())
        if held["position"] in ("secretary", "committee_secretary")
        and held.get("ends_on", date.max) >= written.cast()["sample"]["today"]
    }
    published = {plan["member"] for plan in PLANS if plan["publication"]}
    assert len(heads) == 8
    assert heads <= published


@pytest.mark.parametrize("name", ["pledges", "pledge_lines", "personal_plans"])
def test_the_spelling_is_composed_and_uniform(name):
    text = (written.SAMPLE / f"{name}.toml").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "uỷ" not in text
    assert "!" not in text
