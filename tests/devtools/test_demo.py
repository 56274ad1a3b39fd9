"""The sample, looked at from several sides."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, time
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries.given import given_by
from app.assignments.rules import AssignmentStatus, ReviewOutcome
from app.audit.events import Event
from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST_HASH, chained_hash
from app.devtools.demo import load, meetings, people, written
from app.devtools.demo.conferences import CODE
from app.devtools.demo.people import PASSWORD
from app.devtools.demo.world import Happening, SampleBroken, live
from app.documents.text import render_text
from app.extensions import db as _db
from app.files.models import StoredFile
from app.files.service import path_of
from app.kernel.errors import RuleBroken
from app.meetings.models import Attendance, ConnectionPoint, Guest, Meeting, Vote
from app.meetings.rules.life import MeetingMode, MeetingStatus, MeetingType
from app.minutes.models import Dispatch, MinutesRecord, MinutesSeal
from app.minutes.queries import final_document, record_adopted
from app.numbering.models import NumberEntry
from app.organisations.models import Organisation
from app.organisations.queries import organisation_coded
from app.people.models import Account, Member, StatusPeriod
from app.people.queries import account_named, members_of
from app.people.rules import Status
from app.people.service import session_key
from app.people.service.passwords import fits
from app.programmes.models import PlannedTopic
from app.programmes.queries.tracker import tracker_of
from app.programmes.rules import PlanStatus
from app.resolutions.models import Resolution
from app.resolutions.rules import ResolutionStatus
from tests.factory import NOW

TODAY = written.cast()["sample"]["today"]
BRANCHES = [f"cb{number}" for number in range(1, 8)]


def number_of(table):
    return _db.session.scalar(select(func.count()).select_from(table))


def meeting_on(code, day, type_=MeetingType.REGULAR):
    branch = organisation_coded(code)
    return _db.session.scalars(
        select(Meeting).where(
            Meeting.organisation_id == branch.id, Meeting.held_on == day, Meeting.type == type_
        )
    ).one()


def test_the_command_says_how_to_enter_and_that_all_is_invented(first_run):
    for row in written.cast()["account"]:
        assert row["username"] in first_run.output
    assert PASSWORD in first_run.output
    assert "đều do tưởng tượng" in first_run.output
    assert "tháng 12/2025 đến tháng 12/2026" in first_run.output


def test_seven_branches_have_eighty_one_members_and_some_guests(sample):
    standing = Counter(
        row.status for code in BRANCHES for row in members_of(organisation_coded(code).id, on=TODAY)
    )
    assert standing.pop(Status.TEMPORARY_IN) == 4
    assert standing.total() == 81


def test_everybody_enters_with_the_common_password(sample):
    hashes = set(sample.scalars(select(Account.password_hash)))
    linked = set(sample.scalars(select(Account.member_id))) - {None}
    assert len(hashes) == 1
    assert fits(hashes.pop(), PASSWORD)
    assert linked == set(sample.scalars(select(Member.id)))


def test_every_state_is_present_somewhere(sample):
    def seen(column):
        return set(sample.scalars(select(column).distinct()))

    assert seen(Meeting.status) == set(MeetingStatus)
    assert seen(Meeting.type) == set(MeetingType)
    assert seen(Meeting.mode) == set(MeetingMode)
    assert seen(StatusPeriod.status) == set(Status) - {Status.SPECIAL_DUTY}
    assert seen(Assignment.status) == set(AssignmentStatus)
    assert seen(AssignmentReview.outcome) >= set(ReviewOutcome) - {ReviewOutcome.PENDING}
    assert seen(Vote.is_passed) == {True, False}
    assert seen(Guest.is_observer) == {True, False}
    assert ResolutionStatus.ISSUED in seen(Resolution.status)


def test_every_written_meeting_is_there_in_its_state(sample):
    expected = Counter((branch, row["status"]) for branch, row in written.meetings())
    expected[CODE, "adopted"] = len(written.conferences())
    found = sample.execute(
        select(Organisation.code, Meeting.status, func.count())
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .group_by(Organisation.code, Meeting.status)
    )
    assert {(code, status): number for code, status, number in found} == expected


def test_numbers_follow_the_dates_without_gaps(sample):
    registers = defaultdict(list)
    for entry in sample.scalars(select(NumberEntry).order_by(NumberEntry.number)):
        key = (entry.organisation_id, entry.document_type, entry.scope)
        registers[key].append(entry)
    # Each branch numbers minutes and resolutions; the committee the minutes of its conferences.
    assert len(registers) == 2 * len(BRANCHES) + 1
    for entries in registers.values():
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        days = [entry.taken_on for entry in entries]
        assert days == sorted(days)


def test_the_trails_are_whole_and_run_forward(sample):
    heads = {head.chain: head for head in sample.scalars(select(AuditHead))}
    ends = {chain: (0, FIRST_HASH, NOW.min.replace(tzinfo=NOW.tzinfo)) for chain in heads}
    ordered = select(AuditEntry).order_by(AuditEntry.organisation_id, AuditEntry.sequence)
    for line in sample.scalars(ordered):
        chain = str(line.organisation_id or "installation")
        sequence, digest, at = ends[chain]
        names = ("organisation_id", "sequence", "at", "account_id", "actor_name", "event")
        content = {name: getattr(line, name) for name in (*names, "subject_id", "facts")}
        assert line.sequence == sequence + 1
        assert line.previous_hash == digest
        assert line.hash == chained_hash(content, digest)
        assert line.at >= at
        ends[chain] = (line.sequence, line.hash, line.at)
    assert {chain: (head.sequence, head.hash) for chain, head in heads.items()} == {
        chain: end[:2] for chain, end in ends.items()
    }


def test_a_meeting_with_an_early_leaver_has_the_figures_that_are_written(sample):
    meeting = meeting_on("cb4", date(2026, 3, 3), MeetingType.COMBINED)
    votes = sample.scalars(
        select(Vote).where(Vote.meeting_id == meeting.id).order_by(Vote.position)
    ).all()
    early = sample.scalars(
        select(Attendance.left_early_minutes).where(
            Attendance.meeting_id == meeting.id, Attendance.left_early_minutes.is_not(None)
        )
    ).all()
    assert (meeting.must_attend, meeting.present, meeting.vote_base) == (8, 7, 8)
    assert [(v.in_favour, v.against, v.voters_present) for v in votes] == [
        (7, 0, 7),
        (5, 1, 6),
        (6, 0, 6),
    ]
    assert early == [25]


def test_adopted_minutes_say_what_is_written(sample):
    row = next(row for _, row in written.meetings() if row["key"] == "cb4-2025-12")
    meeting = meeting_on("cb4", row["held_on"])
    text = render_text(final_document(record_adopted(meeting))).replace("\u00a0", " ")
    assert "Số 01-BB/CB" in text
    assert row["statements"][0]["text"].strip()[:60] in " ".join(text.split())
    assert row["assignments"][0]["text"][:40] in " ".join(text.split())
    assert number_of(MinutesRecord) == sum(
        row["status"] == "adopted" for _, row in written.meetings()
    ) + len(written.conferences())


def test_minutes_are_found_at_every_stage_of_their_way(sample):
    adopted = number_of(MinutesRecord)
    sealed, sent = number_of(MinutesSeal), number_of(Dispatch)
    received = sample.scalar(
        select(func.count()).select_from(Dispatch).where(Dispatch.received_at.is_not(None))
    )
    assert adopted > sealed > sent > received > 0


def test_who_sat_at_which_point_is_known(sample):
    hybrid = sample.scalars(select(Meeting).where(Meeting.mode == MeetingMode.HYBRID)).all()
    held = [meeting for meeting in hybrid if meeting.status is MeetingStatus.ADOPTED]
    for meeting in held:
        placed = sample.execute(
            select(ConnectionPoint.name, func.count())
            .join(Attendance, Attendance.point_id == ConnectionPoint.id)
            .where(ConnectionPoint.meeting_id == meeting.id)
            .group_by(ConnectionPoint.name)
        ).all()
        assert sum(number for _, number in placed) >= meeting.present
    assert held


def test_a_committee_has_its_briefings_its_work_in_every_branch_and_answers(sample):
    committee = sample.scalars(select(Organisation).where(Organisation.code == CODE)).one()
    works = given_by(committee.id, with_drafts=False, on=TODAY, limit=50)
    open_ones = [work for work in works if work.done < len(work.answers)]

    assert {len(work.answers) for work in works} == {len(BRANCHES)}
    assert len(works) > len(open_ones) > 0
    assert any(work.late(TODAY) for work in open_ones)
    assert any(0 < answer.percent < 100 for work in open_ones for answer in work.answers)
    study = sample.scalars(select(Meeting).where(Meeting.type == MeetingType.STUDY)).one()
    assert len([point for point in study.points if point.present]) == 3


def test_the_papers_are_real_files(sample, sample_app):
    stored = sample.execute(select(StoredFile.sha256, StoredFile.size)).all()
    folder = Path(sample_app.instance_path) / "files"
    assert {path_of(digest, folder).stat().st_size == size for digest, size in stored} == {True}


def test_a_second_run_changes_nothing_and_says_so(sample, sample_app):
    before = sample.execute(select(AuditHead.chain, AuditHead.hash)).all()
    sample.rollback()

    result = sample_app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 0
    assert "không thay đổi gì" in result.output
    assert account_named("bithu.cb1").username in result.output
    assert set(sample.execute(select(AuditHead.chain, AuditHead.hash))) == set(before)


def test_an_installation_for_real_use_is_refused(app, db):
    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 1
    assert "make demo" in result.output
    assert number_of(Organisation) == 0


def test_nothing_is_loaded_beside_real_data(app, db, make, monkeypatch):
    make.branch(name="Chi bộ thôn Hạ")
    db.session.commit()
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)

    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 1
    assert "đã có dữ liệu khác" in result.output
    assert number_of(Organisation) == 2  # the branch and the committee above it


def test_a_sample_that_breaks_a_rule_leaves_no_trace(app, db, monkeypatch):
    def late(now):
        raise RuleBroken("Chưa điểm danh.")

    def broken(world):
        return [Happening(written.moment(NOW.replace(tzinfo=None)), "cb1-2026-03", late)]

    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)
    monkeypatch.setattr(meetings, "happenings", broken)
    monkeypatch.setattr(load, "PARTS", (people, meetings))

    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 1
    assert "cb1-2026-03: Chưa điểm danh." in result.output
    assert number_of(Organisation) == 0


def test_things_happen_in_the_order_of_time():
    order = []
    later = Happening(written.moment(NOW.replace(tzinfo=None)), "later", order.append)
    earlier = Happening(later.at - written.DAY, "earlier", order.append)

    live([later, earlier])

    assert order == [earlier.at, later.at]


def test_what_goes_wrong_names_where_it_is_written():
    def refuse(now):
        raise RuleBroken("Nêu lý do.")

    with pytest.raises(SampleBroken, match=r"cb5-2026-08: Nêu lý do\."):
        live([Happening(NOW, "cb5-2026-08", refuse)])


def test_twenty_eight_topics_are_registered_and_the_trackers_show_exactly_that(sample, sample_app):
    """By quarter: registered, held, late, missing; in the query, the command and the page."""
    committee = organisation_coded("du")
    figures = tracker_of(committee.path, 2026, on=TODAY).totals
    quarters = [(q.registered, q.held, q.late, q.missing) for q in figures.quarters]
    assert quarters == [(7, 7, 0, 0), (7, 7, 0, 0), (7, 6, 4, 1), (7, 7, 0, 0)]
    year = figures.year
    assert (year.registered, year.held, year.late, year.missing) == (28, 27, 4, 1)

    with time_machine.travel(written.at(TODAY, time(8, 0)), tick=False):
        told = sample_app.test_cli_runner().invoke(
            args=["programme", "--year", "2026", "--format", "json"]
        )
        page = _page_of_the_committee(sample_app, committee.id)

    total = json.loads(told.output)["total"]
    assert [
        tuple(row[name] for name in ("registered", "held", "late", "missing"))
        for row in (*total["quarters"], total["year"])
    ] == [*quarters, (28, 27, 4, 1)]
    for shown in ("Đã đăng ký 28/28", "Đã tổ chức 27/28", "Muộn 4/28", "Thiếu 1 buổi"):
        assert shown in page
    assert "7/7 chi bộ đăng ký đủ" in page


def _page_of_the_committee(sample_app, committee_id):
    account = account_named("phobithu.du")
    client = sample_app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = session_key(account.id, account.epoch)
    html = client.get(f"/organisations/{committee_id}/programmes/2026").text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_topic_was_returned_and_mended_and_one_moved_asks_again(sample):
    status = Counter(sample.scalars(select(PlannedTopic.status).where(PlannedTopic.year == 2026)))
    assert status == {PlanStatus.APPROVED: 27, PlanStatus.REGISTERED: 1}
    returned = sample.scalars(
        select(AuditEntry.subject_id).where(AuditEntry.event == Event.TOPIC_RETURNED)
    ).one()
    mended = sample.get_one(PlannedTopic, returned)
    assert (mended.status, mended.returned_reason) == (PlanStatus.APPROVED, None)
    drafts = sample.scalars(select(PlannedTopic).where(PlannedTopic.year == 2027)).all()
    assert {topic.status for topic in drafts} == {PlanStatus.DRAFT}
    assert sum(topic.taken_from_id is not None for topic in drafts) == 1
