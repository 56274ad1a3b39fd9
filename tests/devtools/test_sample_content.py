"""The written sample keeps the promises of its own README, whoever loads it later."""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "app" / "devtools" / "sample"
Row = dict[str, Any]

MONTHLY = ("regular", "combined")
HELD = ("adopted", "minutes_drafted")
FOUR_STEPS = [
    *(f"step_1.{s}" for s in ("domestic", "international", "local", "policy")),
    "step_1.superior_direction",
    *(f"step_2.{s}" for s in ("branch_results", "member_results", "next_tasks")),
    "step_2.planned_assignments",
    *(f"step_3.{s}" for s in ("ideological_education", "ideological_mood")),
    *(f"step_4.{s}" for s in ("member_development", "praise", "help")),
]
TOPICAL = [f"topical.{s}" for s in ("aim", "presentation", "discussion", "conclusion")]
CHI_UY = ("secretary", "deputy_secretary", "branch_committee_member")
KEYS = {
    *("key", "type", "period", "held_on", "start_time", "began_time", "end_time", "place"),
    *("mode", "connection_points", "chair", "minute_taker", "preparer", "topic", "status"),
    *("cancel_reason", "late_reason", "notified_at", "handbook_posted_at", "guests", "materials"),
    *("roll", "dues", "items", "statements", "conclusions", "votes", "reviews", "assignments"),
    *("resolution", "self_score", "absences", "check_ins"),
}
CATEGORIES = {
    "kinh tế - xã hội",
    "xây dựng đảng",
    "cải cách hành chính",
    "chuyển đổi số",
    "đoàn thể",
    "tài chính, hậu cần",
    "tiếp dân, giải quyết đơn",
}
FORMULAS = (
    "place",
    "party_title",
    "state_title",
    "topic",
    "abstract",
    "subject",
    "source_documents",
)
MISSED = {("cb5", date(2026, 8, 1))}
GRADES = ((90, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Kém"))


def read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


CAST = read(SAMPLE / "cast.toml")
MEMBERS: dict[str, Row] = {member["key"]: member for member in CAST["member"]}
ORGANISATIONS: dict[str, Row] = {place["code"]: place for place in CAST["organisation"]}
BRANCHES = [code for code, place in ORGANISATIONS.items() if place["kind"] == "branch"]
FILES = sorted((SAMPLE / "meetings").glob("*.toml"))
WRITTEN = [SAMPLE / "cast.toml", SAMPLE / "planned_topics.toml", *FILES]
MEETINGS: dict[str, list[Row]] = {path.stem: read(path)["meeting"] for path in FILES}
ALL = [
    pytest.param(branch, meeting, id=meeting["key"])
    for branch, meetings in MEETINGS.items()
    for meeting in meetings
]
each_meeting = pytest.mark.parametrize(("branch", "meeting"), ALL)
each_branch = pytest.mark.parametrize("branch", MEETINGS)


def covers(period: Row, day: date) -> bool:
    return bool(period["starts_on"] <= day <= period.get("ends_on", date.max))


def statuses(branch: str, day: date) -> dict[str, str]:
    return {
        key: period["status"]
        for key, member in MEMBERS.items()
        for period in member["statuses"]
        if period["organisation"] == branch and covers(period, day)
    }


def committee(branch: str, day: date) -> set[str]:
    return {
        key
        for key, member in MEMBERS.items()
        for period in member.get("positions", [])
        if period["organisation"] == branch and period["position"] in CHI_UY and covers(period, day)
    }


def exceptions(meeting: Row) -> dict[str, Row]:
    return {row["member"]: row for row in meeting.get("roll", [])}


def must_attend(branch: str, meeting: Row) -> set[str]:
    if meeting["type"] == "branch_committee_meeting":
        return committee(branch, meeting["held_on"])
    expected = ("official", "probationary", "temporary_in")
    return {k for k, s in statuses(branch, meeting["held_on"]).items() if s in expected}


def present(branch: str, meeting: Row) -> set[str]:
    roll = exceptions(meeting)
    away = {k for k, row in roll.items() if row.get("presence") in ("excused", "unexcused")}
    came = {k for k, row in roll.items() if row.get("presence") == "present"}
    return (must_attend(branch, meeting) | came) - away


def voters(branch: str, meeting: Row, vote: Row) -> set[str]:
    roll, status = exceptions(meeting), statuses(branch, meeting["held_on"])
    left = {
        k
        for k, row in roll.items()
        if "at" in vote and row.get("left_early", vote["at"]) < vote["at"]
    }
    there = present(branch, meeting) - left
    return {k for k in there if status[k] in ("official", "exempt")}


def words_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in FORMULAS:
                yield from words_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)


def sentences(meeting: Row) -> set[str]:
    texts = "\n".join(words_of(meeting))
    return {s.strip().casefold() for s in re.split(r"(?<=[.!?])\s+|\n", texts)}


def prose(meeting: Row) -> str:
    rows = [*meeting.get("items", []), *meeting.get("statements", [])]
    rows += meeting.get("conclusions", [])
    return " ".join(row.get("content") or row.get("text") or row.get("reason", "") for row in rows)


def by_date(meetings: list[Row]) -> list[Row]:
    return sorted(meetings, key=lambda meeting: (meeting["held_on"], meeting["start_time"]))


# --- the cast ---------------------------------------------------------------------------------


def test_the_committee_has_eighty_one_members_and_some_guests() -> None:
    at_home = [member for member in MEMBERS.values() if not member.get("guest")]
    assert len(MEMBERS) == len(CAST["member"])
    assert len(at_home) == CAST["sample"]["member_count"] == 81
    assert len(BRANCHES) == 7


def test_everybody_belongs_somewhere_today() -> None:
    today = CAST["sample"]["today"]
    headcount = [k for branch in BRANCHES for k in statuses(branch, today)]
    assert set(Counter(headcount).values()) == {1}
    assert {k for k, m in MEMBERS.items() if not m.get("guest")} <= set(headcount)


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS.keys())
def test_a_members_periods_follow_one_another(member: Row) -> None:
    periods = sorted(member["statuses"], key=lambda period: period["starts_on"])
    for earlier, later in pairwise(periods):
        assert earlier["ends_on"] < later["starts_on"]
    for period in [*periods, *member.get("positions", [])]:
        assert period["organisation"] in ORGANISATIONS
        assert period["starts_on"] <= period.get("ends_on", date.max)


def test_every_status_is_present_somewhere() -> None:
    seen = {period["status"] for member in MEMBERS.values() for period in member["statuses"]}
    assert seen == {
        "official",
        "probationary",
        "exempt",
        "temporary_in",
        "temporary_away",
        "suspended",
    }


@pytest.mark.parametrize("branch", BRANCHES)
def test_a_branch_has_one_secretary_on_every_day_of_the_sample(branch: str) -> None:
    for meeting in MEETINGS.get(branch, []):
        held = [
            key
            for key, member in MEMBERS.items()
            for period in member.get("positions", [])
            if (period["organisation"], period["position"]) == (branch, "secretary")
            and covers(period, meeting["held_on"])
        ]
        assert len(held) == 1, meeting["key"]


def test_accounts_and_liaisons_name_members_of_the_cast() -> None:
    named = [row["member"] for row in [*CAST["account"], *CAST["liaison"]] if "member" in row]
    assert set(named) <= set(MEMBERS)
    assert {row["branch"] for row in CAST["liaison"]} == set(BRANCHES)


# --- one meeting ------------------------------------------------------------------------------


@each_meeting
def test_a_meeting_uses_the_words_of_the_format(branch: str, meeting: Row) -> None:
    assert set(meeting) <= KEYS
    assert meeting["period"].day == 1
    assert ("topic" in meeting) == (meeting["type"] in ("topical", "combined"))
    assert ("connection_points" in meeting) == (meeting["mode"] != "in_person")
    assert ("cancel_reason" in meeting) == (meeting["status"] == "cancelled")
    assert ("notified_at" in meeting) == (meeting["status"] != "planned")
    assert {row["category"] for row in meeting.get("assignments", [])} <= CATEGORIES


@each_meeting
def test_the_clock_runs_forward(branch: str, meeting: Row) -> None:
    today = CAST["sample"]["today"]
    if meeting["status"] in HELD:
        assert meeting["held_on"] <= today
        assert meeting["began_time"] < meeting["end_time"]
        assert meeting["start_time"] <= meeting["began_time"]
    if meeting["status"] in ("planned", "notified"):
        assert meeting["held_on"] > today
        assert not {"roll", "statements", "votes", "self_score", "began_time"} & set(meeting)
    for stamp in ("notified_at", "handbook_posted_at"):
        assert stamp not in meeting or meeting[stamp].date() <= meeting["held_on"]


@each_meeting
def test_everybody_named_was_there(branch: str, meeting: Row) -> None:
    day = meeting["held_on"]
    status, there = statuses(branch, day), present(branch, meeting)
    assert set(exceptions(meeting)) <= {
        k for k, s in status.items() if s not in ("temporary_away", "suspended")
    }
    for key, row in exceptions(meeting).items():
        assert row.get("presence") != "excused" or row.get("reason"), key
        assert (row.get("presence") == "present") <= (status[key] == "exempt"), key
        if "connection_point" in row:
            assert row["connection_point"] in meeting["connection_points"]
    speakers = {row["speaker"] for row in meeting.get("statements", []) if "speaker" in row}
    if meeting["status"] in (*HELD, "in_progress"):
        assert speakers | {meeting["chair"], meeting["minute_taker"]} <= there
    guests = {row["name"] for row in meeting.get("guests", [])}
    assert {row["guest"] for row in meeting.get("statements", []) if "guest" in row} <= guests


@each_meeting
def test_an_observer_follows_the_branch(branch: str, meeting: Row) -> None:
    followers = {row["member"] for row in CAST["liaison"] if row["branch"] == branch}
    for guest in meeting.get("guests", []):
        assert "member" not in guest or MEMBERS[guest["member"]]["full_name"] == guest["name"]
        assert not guest["is_observer"] or guest["member"] in followers


@each_meeting
def test_every_presenter_and_owner_is_a_member_of_the_cast(branch: str, meeting: Row) -> None:
    active = must_attend(branch, meeting | {"type": "regular"})
    for row in meeting.get("items", []):
        assert row.get("empty") or row["presenter"] in MEMBERS
    for row in meeting.get("assignments", []):
        assert {row["accountable"], *row.get("collaborators", [])} <= active, row["key"]
        assert row["accountable"] not in row.get("collaborators", [])


@each_meeting
def test_every_slot_of_its_type_is_filled_once(branch: str, meeting: Row) -> None:
    slots = [row["slot"] for row in meeting.get("items", [])]
    assert len(slots) == len(set(slots))
    asked = (FOUR_STEPS if meeting["type"] in MONTHLY else []) + (
        TOPICAL if meeting["type"] in ("topical", "combined") else []
    )
    if not asked:
        assert all(slot.startswith("content.") for slot in slots)
    elif meeting["status"] in HELD:
        assert sorted(slots) == sorted(asked)
    else:
        assert set(slots) <= set(asked)
    for row in meeting.get("items", []):
        assert bool(row.get("empty")) == ("reason" in row) == ("content" not in row)


@each_meeting
def test_the_votes_add_up(branch: str, meeting: Row) -> None:
    for vote in meeting.get("votes", []):
        cast = sum(vote.get(count, 0) for count in ("in_favour", "against", "other", "invalid"))
        assert cast == len(voters(branch, meeting, vote)), vote["key"]
        assert "invalid" not in vote or vote["method"] == "secret_ballot"
        assert vote["majority"] in ("ordinary", "two_thirds")


@each_meeting
def test_what_a_meeting_refers_to_exists(branch: str, meeting: Row) -> None:
    conclusions = [row["key"] for row in meeting.get("conclusions", [])]
    votes = [row["key"] for row in meeting.get("votes", [])]
    assert len(conclusions) == len(set(conclusions))
    assert len(votes) == len(set(votes))
    for row in meeting.get("assignments", []):
        assert row["conclusion"] in conclusions
        assert row["due_on"] >= meeting["held_on"]
    assert "resolution" not in meeting or meeting["resolution"]["vote"] in votes


@each_meeting
def test_the_score_has_its_grade(branch: str, meeting: Row) -> None:
    monthly = meeting["type"] in MONTHLY and meeting["status"] in HELD
    assert ("self_score" in meeting) == monthly
    if monthly:
        points = meeting["self_score"]["points"]
        assert meeting["self_score"]["grade"] == next(g for p, g in GRADES if points >= p)
        assert meeting["dues"]["paid"] <= meeting["dues"]["due"]


@each_meeting
def test_a_monthly_meeting_says_something(branch: str, meeting: Row) -> None:
    if meeting["type"] in MONTHLY and meeting["status"] in HELD:
        assert len(prose(meeting).split()) >= 300
        assert len(meeting["statements"]) >= 3


# --- from month to month ----------------------------------------------------------------------


def test_every_branch_is_written() -> None:
    assert sorted(MEETINGS) == sorted(BRANCHES)


@each_branch
def test_a_branch_meets_every_month_but_the_one_that_was_missed(branch: str) -> None:
    months = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 13))]
    monthly = [m for m in MEETINGS[branch] if m["type"] in MONTHLY and m["status"] != "cancelled"]
    asked = [month for month in months if (branch, month) not in MISSED]
    assert [m["period"] for m in by_date(monthly)] == asked


@each_branch
def test_meetings_stand_in_order_of_date(branch: str) -> None:
    assert MEETINGS[branch] == by_date(MEETINGS[branch])


@each_branch
def test_no_assignment_is_lost_between_meetings(branch: str) -> None:
    due: dict[str, date] = {}
    carried: Counter[str] = Counter()
    for meeting in MEETINGS[branch]:
        reviews = meeting.get("reviews", [])
        if meeting["type"] in MONTHLY and meeting["status"] in HELD:
            assert sorted(row["assignment"] for row in reviews) == sorted(due), meeting["key"]
        for row in reviews:
            key = row["assignment"]
            if row["outcome"] in ("done", "cancelled"):
                del due[key]
            elif row["outcome"] == "carried_over":
                carried[key] += 1
                assert meeting["held_on"] < row["new_due_on"]
                assert row["reason"]
                due[key] = row["new_due_on"]
            else:
                assert row["outcome"] == "pending"
                assert due[key] >= meeting["held_on"], f"{key} is late, not pending"
        due |= {row["key"]: row["due_on"] for row in meeting.get("assignments", [])}
    assert not [key for key, times in carried.items() if times > 1]


def test_keys_are_unique_in_the_whole_sample() -> None:
    meetings = [meeting for branch in MEETINGS.values() for meeting in branch]
    keys = [m["key"] for m in meetings]
    keys += [a["key"] for m in meetings for a in m.get("assignments", [])]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_no_long_sentence_stands_in_two_meetings() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for meeting in (m for branch in MEETINGS.values() for m in branch):
        for sentence in sentences(meeting):
            if len(sentence.split()) > 12:
                where[sentence].add(meeting["key"])
    assert {s: keys for s, keys in where.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_spelling_is_composed_and_uniform(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "uỷ" not in text.casefold()
