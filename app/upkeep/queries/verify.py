"""Every check there is, one after the other, on one state of the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.audit.checks import trail_holds
from app.extensions import db
from app.files.checks import uploads_hold
from app.kernel.checks import Flaw, Found, run
from app.kernel.transaction import reading
from app.meetings.queries.checks import figures_hold, revisions_hold
from app.minutes.queries import checks as minutes
from app.numbering.queries import registers_hold
from app.pledges.queries.checks import known_pledges
from app.pledges.queries.checks import texts_hold as pledges_hold
from app.resolutions.queries import numbers_hold as resolution_numbers_hold
from app.scoring.queries.checks import decisions_hold, rubrics_hold
from app.upkeep.queries.database import references_hold, storage_holds, version_holds

Check = Callable[[], Iterable[Flaw | None]]


@dataclass(frozen=True)
class Checked:
    """One kind of thing, how many of it were looked at, and the first that does not hold."""

    label: str
    unit: str
    count: int
    flaw: Flaw | None


def verify(*, files: Path, migrations: Path) -> Iterator[Checked]:
    """Only reads. Where the tables are not those of this version, nothing else is asked of them."""
    with reading():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield from _all_checked(files, migrations)


def _all_checked(files: Path, migrations: Path) -> Iterator[Checked]:
    version = _checked("Phiên bản cơ sở dữ liệu", "phiên bản", lambda: version_holds(migrations))
    yield version
    if version.flaw is not None:
        return
    for label, unit, check in _checks(files):
        yield _checked(label, unit, check)


def _checks(files: Path) -> Iterator[tuple[str, str, Check]]:
    yield "Tệp cơ sở dữ liệu", "lượt", storage_holds
    yield "Liên kết giữa các bảng", "liên kết", references_hold
    yield "Nhật ký", "dòng", trail_holds
    yield "Sổ số văn bản", "số", registers_hold
    yield "Số của biên bản", "số", minutes.numbers_hold
    yield "Số của nghị quyết", "số", resolution_numbers_hold
    yield "Biên bản đã thông qua", "bản", minutes.records_hold
    yield "Biên bản đã chốt và tệp", "bản", lambda: minutes.seals_hold(files)
    yield "Biên bản mở lại", "lần", minutes.reopenings_hold
    yield "Thời điểm chốt của buổi họp", "buổi họp", minutes.meetings_sealed
    yield "Số liệu điểm danh", "buổi họp", figures_hold
    yield "Các lần lưu nội dung", "buổi họp", lambda: revisions_hold(known_pledges())
    yield "Bản cam kết đã nộp", "bản", pledges_hold
    yield "Bảng chấm điểm đã ban hành", "bản", rubrics_hold
    yield "Điểm và xếp loại đã quyết định", "quyết định", decisions_hold
    yield "Tệp tải lên", "tệp", lambda: uploads_hold(files)


def _checked(label: str, unit: str, check: Check) -> Checked:
    found = _found(check)
    return Checked(label, unit, found.count, found.flaw)


def _found(check: Check) -> Found:
    """What cannot even be read does not hold either."""
    try:
        return run(check())
    except (SQLAlchemyError, LookupError, ValueError, TypeError, AttributeError) as problem:
        db.session.rollback()
        what = str(problem).strip().splitlines()[0]
        return Found(0, Flaw("Dữ liệu", "không đọc được", what))
