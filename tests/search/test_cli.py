"""`flask search`: filled after an upgrade or a restore, and asked whether all is there."""

import pytest
from sqlalchemy import delete, func, select

from app.extensions import db
from app.search import service
from app.search.models import SearchEntry
from app.search.rules.findables import SearchKind
from tests.search.texts import written


@pytest.fixture
def run(app, db):
    def invoke(command):
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["search", command])
        db.session.rollback()
        return result

    return invoke


def contents():
    rows = db.session.execute(select(SearchEntry.__table__).order_by(SearchEntry.number))
    return [tuple(row) for row in rows]


@pytest.fixture
def texts(make):
    found = written(make)
    db.session.commit()
    return found


def test_the_services_leave_nothing_to_rebuild(run, texts):
    assert run("check").exit_code == 0


def test_an_empty_index_is_filled_as_the_services_had_filled_it(run, texts):
    before = contents()
    db.session.execute(delete(SearchEntry))

    rebuilt = run("rebuild")

    assert rebuilt.exit_code == 0, rebuilt.output
    assert "\nBiên bản: thêm 3" in rebuilt.output
    assert contents() == before
    assert run("check").exit_code == 0


def test_missing_stale_and_left_over_entries_are_told_and_mended(run, texts):
    before = contents()
    missing, stale, left_over = db.session.scalars(select(SearchEntry).limit(3))
    db.session.delete(missing)
    stale.title = "Cũ"
    left_over.part = 9

    checked = run("check")
    assert checked.exit_code == 1
    assert "flask --app wsgi search rebuild" in checked.output
    assert "cũ 1" in checked.output
    assert "thừa 1" in checked.output

    run("rebuild")
    assert contents() == before


def test_a_rebuild_of_what_is_right_changes_nothing(run, texts):
    rebuilt = run("rebuild")
    assert rebuilt.output.count("đã khớp sẵn") == len(SearchKind)


def test_many_subjects_are_gone_through_in_batches(run, make, monkeypatch):
    monkeypatch.setattr(service, "_BATCH", 2)
    branch = make.branch()
    for _ in range(5):
        make.meeting(branch=branch)

    run("rebuild")

    assert db.session.scalar(select(func.count()).select_from(SearchEntry)) == 5
    assert run("check").exit_code == 0
