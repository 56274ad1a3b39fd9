"""The whole sample into an empty database, once."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from sqlalchemy import select

from app.devtools.demo import (
    conferences,
    documents,
    drafts,
    followups,
    grades,
    meetings,
    people,
    personal_plans,
    petitions,
    planned_topics,
    pledges,
    scores,
    topics,
    visits,
    work_items,
    written,
)
from app.devtools.demo.world import SampleBroken, World, live
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import organisation_coded
from app.people.models import Account, Member

__all__ = [
    "ONLY_FOR_TRIAL",
    "SampleBroken",
    "SampleRefused",
    "check_may_load",
    "is_loaded",
    "load_sample",
]


ONLY_FOR_TRIAL = (
    "Dữ liệu mẫu chỉ nạp vào nơi dùng thử. Chạy `make demo`, hoặc đặt NENEP_SAMPLE_DATA=1 cùng "
    "một cơ sở dữ liệu riêng."
)


# What is written, part by part; whatever happened at one moment happens in this order.
PARTS = (
    people,
    meetings,
    documents,
    planned_topics,
    work_items,
    visits,
    topics,
    followups,
    conferences,
    petitions,
    drafts,
    pledges,
    personal_plans,
    scores,
    grades,
)


class SampleRefused(Exception):
    """The sample does not go into this database; the message says why."""


def is_loaded() -> bool:
    return organisation_coded(written.root_code()) is not None


def check_may_load(*, is_allowed: bool) -> None:
    """:raises SampleRefused: outside of a sample installation, or beside anybody's data."""
    if not is_allowed:
        raise SampleRefused(ONLY_FOR_TRIAL)
    if not is_loaded() and any(_rows_of_anybody()):
        raise SampleRefused(
            "Cơ sở dữ liệu này đã có dữ liệu khác nên không nạp dữ liệu mẫu; không có gì bị thay "
            "đổi. Dùng một cơ sở dữ liệu trống."
        )


def _rows_of_anybody() -> Iterator[bool]:
    for table in (Organisation, Member, Account):
        yield db.session.scalar(select(table.id).limit(1)) is not None


def load_sample(files: Path) -> World:
    """Everything that is written, in the order in which it happened.

    The caller owns the transaction and has asked `check_may_load`.

    :raises SampleBroken: if something written breaks a rule of the product.
    """
    world = World(files)
    live(chain.from_iterable(part.happenings(world) for part in PARTS))
    return world
