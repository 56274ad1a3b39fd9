from datetime import timedelta

import pytest

from app.upkeep.rules import (
    Manifest,
    Member,
    Overdue,
    UpkeepRefused,
    check_empty,
    check_engine,
    check_schema,
    overdue,
    read_manifest,
)
from tests.factory import NOW

MANIFEST = Manifest(
    made_at="2026-11-24T22:00:00+00:00",
    engine="sqlite",
    schema="20261124_backups",
    counts={"meeting": 3},
    members={"database": Member("0" * 64, 12)},
    missing=["f" * 64],
)


@pytest.mark.parametrize(
    ("age", "warned"),
    [
        (None, Overdue(None, 0)),
        (timedelta(days=7), None),
        (timedelta(days=7, seconds=1), Overdue(NOW - timedelta(days=7, seconds=1), 7)),
        (timedelta(days=30), Overdue(NOW - timedelta(days=30), 30)),
        (-timedelta(hours=1), None),
    ],
)
def test_the_administrator_is_warned_when_the_last_backup_is_more_than_a_week_old(age, warned):
    last_at = None if age is None else NOW - age

    assert overdue(last_at, days=7, now=NOW) == warned


def test_an_inventory_is_read_as_it_was_written():
    assert read_manifest(MANIFEST.written()) == MANIFEST


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "members": {"a": 1}}', b"\xff"]
)
def test_an_inventory_that_cannot_be_read_means_a_damaged_backup(text):
    with pytest.raises(UpkeepRefused, match="hỏng"):
        read_manifest(text)


def test_an_inventory_of_another_format_asks_for_another_version():
    with pytest.raises(UpkeepRefused, match="phiên bản khác"):
        read_manifest(MANIFEST.written().replace(b'"format": 1', b'"format": 2'))


def test_a_backup_goes_back_to_its_own_kind_of_database():
    check_engine("sqlite", "sqlite")
    with pytest.raises(UpkeepRefused, match="của PostgreSQL, còn máy này dùng SQLite"):
        check_engine("postgresql", "sqlite")


def test_a_backup_of_a_version_not_known_yet_is_refused():
    check_schema("old", frozenset({"old", "new"}))
    with pytest.raises(UpkeepRefused, match="mới hơn"):
        check_schema("newer", frozenset({"old", "new"}))


def test_only_an_empty_place_is_filled():
    check_empty([])
    with pytest.raises(UpkeepRefused, match="--replace"):
        check_empty(["meeting"])
