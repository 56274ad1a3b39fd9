"""The index follows what is written: texts appear, change and go with their subjects."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, select, text

from app.access.permissions import Actor, Grant, Permission, Role
from app.assignments.rules import AssignmentStatus
from app.assignments.service import change_assignment, hand_over, remove_assignment, report_progress
from app.extensions import db
from app.meetings.rules.agenda import StepState
from app.meetings.service import agenda, life, record
from app.resolutions.service import change_resolution, draft_resolution
from app.search.models import SearchEntry
from app.search.queries import find
from app.search.rules.findables import Findable, Narrowed, SearchKind
from app.search.rules.question import Reading, question
from app.search.service import forget, index, is_index_sound
from tests.factory import NOW
from tests.minutes.sittings import called, held
from tests.search.texts import adopt

DAY = date(2026, 11, 3)
MEETING, DRAFT, MINUTES = SearchKind.MEETING, SearchKind.DRAFT, SearchKind.MINUTES


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def reader(branch, make):
    return make.actor(Role.SECRETARY, at=branch)


def finds(actor, typed, **narrowed):
    db.session.flush()
    return find(actor, question(typed), Narrowed(**narrowed), limit=50)


def titles(actor, typed, **narrowed):
    hits = finds(actor, typed, **narrowed).hits
    return ["".join(piece.text for piece in hit.title) for hit in hits]


def put(branch, subject, title, body="", *, day=DAY, **values):
    index(
        MEETING,
        subject.id,
        [
            Findable(
                branch.id,
                branch.path,
                day,
                title,
                body,
                **{"permission": Permission.MEETING_READ, **values},
            )
        ],
    )
    db.session.flush()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ngành thủy lợi", "thuỷ lợi"),
        ("Ngành thuỷ lợi", "thủy lợi"),
        ("Hòa giải ở cơ sở", "hoà giải"),
        ("Đoàn kết", "doan ket"),
        ("ĐẢNG ỦY", "đảng uỷ"),
        ("đang họp", "ĐANG HỌP"),
        ("Nghị quyết số 05-NQ/CB", "05-nq/cb"),
        ("Nghị quyết số 05-NQ/CB", '"số 05"'),
        ("Chi bộ 12a, phòng 5e10", "12a 5e10"),
        ("Kết nối VNeID cho 中文", "vneid"),
        ("Nghie\u0302\u0323m thu", "nghiệm thu"),
        ("nghiệm thu", "nghie\u0302\u0323m"),
    ],
)
def test_a_text_is_found_however_its_tones_are_typed(branch, reader, make, written, typed):
    put(branch, make.organisation(), written)
    assert len(finds(reader, typed).hits) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sao lưu", True),
        ("lưu sao", True),
        ('"sao lưu"', True),
        ('"lưu sao"', False),
        ('"dữ liệu sao"', False),
        ("sao liệu", True),  # nothing has them together, so they may stand apart
        ("sao chép", False),
        ("liệ", True),  # nothing has the word, so it may be the beginning of one
        ('"liệ"', False),
        ("ao", False),
    ],
)
def test_words_stand_anywhere_phrases_together(branch, reader, make, typed, found):
    put(branch, make.organisation(), "Phương án", "Sao lưu,\nphục hồi dữ liệu")
    assert bool(finds(reader, typed).hits) is found


def test_whole_words_come_before_beginnings(branch, reader, make):
    put(branch, make.organisation(), "Thu đảng phí")
    put(branch, make.organisation(), "Thực hiện kế hoạch")

    assert titles(reader, "thu") == ["Thu đảng phí"]
    assert len(titles(reader, "th")) == 2


def test_words_that_stand_together_come_before_words_apart(branch, reader, make):
    put(branch, make.organisation(), "Nghị quyết của chi bộ")
    put(branch, make.organisation(), "Đề nghị giải quyết")
    asked = question("nghị quyết")

    assert titles(reader, "nghị quyết") == ["Nghị quyết của chi bộ"]
    assert find(reader, asked, Narrowed(), strictest=Reading.APART).total == 2


def test_an_entry_is_written_only_when_something_changed(branch, reader, make):
    subject = make.organisation()
    put(branch, subject, "Một")
    written = []

    def note(_conn, _cursor, statement, *_rest):
        if not statement.startswith("SELECT"):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        put(branch, subject, "Một")
        assert written == []
        put(branch, subject, "Hai")
        assert len(written) == 1
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert titles(reader, "một") == []
    assert titles(reader, "hai") == ["Hai"]


def test_the_databases_index_keeps_step_with_its_table(branch, reader, make):
    kept, gone = make.organisation(), make.organisation()
    put(branch, kept, "Chữ cũ")
    put(branch, gone, "Chữ cũ")

    put(branch, kept, "Chữ mới", day=DAY + timedelta(days=9))  # its number changes too
    forget(MEETING, gone.id)

    assert titles(reader, "cũ") == []
    assert titles(reader, "mới") == ["Chữ mới"]
    assert is_index_sound()


def test_an_index_that_lost_step_is_noticed(branch, make):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL generates it from the row")
    put(branch, make.organisation(), "Chữ")
    db.session.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))

    assert not is_index_sound()
    db.session.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))


def test_hits_are_newest_first_and_pages_stand_still_while_texts_are_added(branch, reader, make):
    days = [DAY + timedelta(days=offset) for offset in (3, 1, 4, 0, 2)]
    for day in days:
        put(branch, make.organisation(), f"Việc ngày {day:%d/%m/%Y}", day=day)
    asked = question("việc")

    first = find(reader, asked, Narrowed(), limit=2)
    put(branch, make.organisation(), "Việc mới", day=DAY + timedelta(days=30))
    second = find(reader, asked, Narrowed(), before=first.next_before, limit=2)
    third = find(reader, asked, Narrowed(), before=second.next_before, limit=2)

    shown = [hit.day for page in (first, second, third) for hit in page.hits]
    assert shown == sorted(days, reverse=True)
    assert third.next_before is None
    assert (first.total, second.total) == (5, 6)


def test_a_later_page_keeps_the_reading_of_the_first(branch, reader, make):
    for offset in range(3):
        day = DAY + timedelta(days=offset)
        put(branch, make.organisation(), f"Đề nghị {offset} giải quyết", day=day)
    asked = question("nghị quyết")

    first = find(reader, asked, Narrowed(), limit=2)
    put(branch, make.organisation(), "Nghị quyết", day=DAY + timedelta(days=30))
    second = find(
        reader, asked, Narrowed(), strictest=first.reading, before=first.next_before, limit=2
    )

    assert first.reading is Reading.APART
    assert [hit.day for hit in second.hits] == [DAY]


def test_filters_narrow_by_kind_place_and_year(branch, reader, make):
    below = make.branch(parent=branch.parent)
    above = make.actor(Role.STANDING_COMMITTEE, at=branch.parent)
    put(branch, make.organisation(), "Việc một", day=date(2024, 12, 31))
    put(branch, make.organisation(), "Việc hai", day=date(2025, 1, 1))
    put(below, make.organisation(), "Việc ba", day=date(2026, 12, 31))

    assert titles(above, "việc", place_id=below.id) == ["Việc ba"]
    assert titles(above, "việc", place_id=branch.parent.id) == ["Việc ba", "Việc hai", "Việc một"]
    assert titles(above, "việc", first_year=2025, last_year=2025) == ["Việc hai"]
    assert titles(above, "việc", first_year=2026) == ["Việc ba"]
    assert titles(above, "việc", last_year=2024) == ["Việc một"]
    assert titles(above, "việc", kind=SearchKind.MINUTES) == []
    assert titles(reader, "việc", place_id=below.id) == []


def test_a_thousand_roles_are_not_too_many(make, branch, reader):
    put(branch, make.organisation(), "Việc một")
    grants = tuple(Grant(Role.OBSERVER, f"/{at:032x}/") for at in range(1000))
    actor = Actor(reader.account_id, "Đồng chí", make.member().id, (*grants, *reader.grants))

    assert titles(actor, "việc") == ["Việc một"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '"""',
        "*",
        "NEAR(a b)",
        "words : x",
        "-a",
        "a* OR b",
        "^x",
        "{words} : x",
        "'; DROP TABLE meeting; --",
        "a:* & !b | (c <-> d)",
        "\\",
        "🙂",
        "\x00",
        "x" * 10_000,
        "chữ " * 2_500,
        "ǅ ﬀ ½ ² ① ٣ ˈ",
    ],
)
def test_nothing_typed_is_an_error(branch, reader, make, typed):
    put(branch, make.organisation(), "Việc một")
    assert finds(reader, typed).total == 0


def entries(subject):
    db.session.flush()
    found = db.session.scalars(
        select(SearchEntry)
        .where(SearchEntry.subject_id == subject.id)
        .order_by(SearchEntry.kind, SearchEntry.part)
    )
    return [(entry.kind, entry.marks.split()) for entry in found]


def needs(marks):
    """The permission an entry asks for."""
    known = {f"_{permission.replace(':', '_')}": permission for permission in Permission}
    return next(known[mark] for mark in marks if mark in known)


def asked_of(subject):
    return [(kind, needs(marks)) for kind, marks in entries(subject)]


def test_a_meeting_is_found_by_the_branch_from_its_notice_on(make):
    sitting = called(make)
    meeting = sitting.meeting
    assert asked_of(meeting) == [(MEETING, Permission.MEETING_READ_DRAFT)]

    life.notify_meeting(meeting, members=5, guests=0, by=sitting.by, now=NOW)
    assert asked_of(meeting) == [(MEETING, Permission.MEETING_READ)]

    life.cancel_meeting(meeting, reason="Bão số 9", by=sitting.by, now=NOW)
    assert len(finds(sitting.by, "bão số 9").hits) == 1


def test_a_running_meeting_is_found_by_what_was_written_once_a_step_is_done(make):
    sitting = called(make)
    life.open_meeting(sitting.meeting, began_time=time(14), by=sitting.by, now=NOW)
    sitting.write("domestic", "Xuất khẩu gạo tăng.")
    assert finds(sitting.by, "xuất khẩu gạo").total == 0

    step = sitting.meeting.steps[0]
    agenda.set_step(step, StepState.DONE, by=sitting.by, now=NOW)

    [hit] = finds(sitting.by, "xuất khẩu gạo").hits
    assert (hit.kind, hit.subject_id) == (DRAFT, sitting.meeting.id)


def test_a_draft_is_found_as_it_is_mended(make):
    sitting = held(make)
    statement = record.record_statement(
        sitting.meeting,
        member_id=sitting.secretary.id,
        guest_id=None,
        section=None,
        text="Đề nghị trồng cây.",
        is_dissent=False,
        by=sitting.by,
        now=NOW,
    )
    assert finds(sitting.by, "trồng cây", kind=DRAFT).total == 1

    record.remove_statement(statement, by=sitting.by, now=NOW)
    assert finds(sitting.by, "trồng cây", kind=DRAFT).total == 0


def test_adopted_minutes_take_the_place_of_the_draft(make):
    sitting = held(make)
    assert asked_of(sitting.meeting)[1:] == [(DRAFT, Permission.MINUTES_READ_DRAFT)]

    adopt(sitting)

    assert asked_of(sitting.meeting)[1:] == [
        (MINUTES, Permission.RESTRICTED_READ),
        (MINUTES, Permission.MINUTES_READ),
    ]
    life.mark_posted(sitting.meeting, posted_at=NOW, by=sitting.by, now=NOW)
    assert len(asked_of(sitting.meeting)) == 3


def test_a_task_is_found_as_it_changes_hands_and_is_reported(make):
    sitting = held(make)
    task = make.assignment(meeting=sitting.meeting, accountable=sitting.members[1])
    change_assignment(
        task, {"text": "Trồng cây", "due_on": task.due_on}, version=1, by=sitting.by, now=NOW
    ) if not task.is_adopted else None
    hand_over(
        task,
        sitting.members[4],
        reason="đi học",
        version=task.version,
        by=sitting.by,
        now=NOW,
    )
    report_progress(
        task,
        status=AssignmentStatus.DOING,
        percent=50,
        result="Đã khảo sát địa điểm.",
        version=task.version,
        by=sitting.by,
        now=NOW,
    )

    [hit] = finds(sitting.by, "khảo sát địa điểm").hits
    assert sitting.members[4].name in "".join(piece.text for piece in hit.title)


def test_a_task_taken_back_is_found_no_more(make):
    sitting = called(make)
    life.open_meeting(sitting.meeting, began_time=time(14), by=sitting.by, now=NOW)
    task = make.assignment(meeting=sitting.meeting, text="Trồng cây", is_adopted=False)
    change_assignment(
        task, {"text": "Trồng cây xanh"}, version=task.version, by=sitting.by, now=NOW
    )
    assert finds(sitting.by, "trồng cây").total == 1

    remove_assignment(task, by=sitting.by, now=NOW)

    assert finds(sitting.by, "trồng cây").total == 0


def test_a_resolution_is_found_by_its_new_words(make):
    sitting = held(make)
    texts = dict.fromkeys(("bases", "assessment", "tasks", "arrangements", "recipients"), "")
    draft = draft_resolution(
        sitting.meeting, {"abstract": "về trồng cây", **texts}, by=sitting.by, now=NOW
    )
    assert finds(sitting.by, "trồng cây").total == 1

    db.session.flush()
    change_resolution(
        draft,
        {"abstract": "về trồng rừng", **texts},
        version=draft.version,
        by=sitting.by,
        now=NOW,
    )

    assert finds(sitting.by, "trồng cây").total == 0
    assert finds(sitting.by, "trồng rừng").total == 1
