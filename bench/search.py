"""Searching a hundred thousand texts, against a plain list of the same size, on both databases."""

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select, text

from app import create_app
from app.access.permissions import Actor, Grant, Permission, Role
from app.extensions import db
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.search.models import SearchEntry
from app.search.queries import find
from app.search.rules.findables import Findable, Narrowed, SearchKind
from app.search.rules.question import question
from app.search.service import row_of
from bench.place import ROOT, make_app
from bench.ratios import Ratio, in_turn, seconds, show
from tests.postgres import own_database, running_server

_TEXTS, _BRANCHES, _WORDS = 100_000, 100, 120
_ROUNDS, _TIMES = 5, 10
_PAGE = 20
_COMMON, _RARE = "nghị quyết", "thủy lợi"
_COMMON_EACH, _RARE_EACH = 3, 20_000  # one text in so many has it
_ONSETS = ("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "ph", "s", "t", "tr", "v")
_RHYMES = (
    "a",
    "an",
    "ang",
    "ao",
    "âu",
    "em",
    "ên",
    "iêu",
    "in",
    "oa",
    "ôn",
    "ơi",
    "uy",
    "ương",
    "ưt",
)


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        _measure(make_app(Path(folder)), "SQLite")
        with running_server() as server, own_database(server, "bench_search") as url:
            app = create_app(
                {"INSTANCE": Path(folder) / "pg", "DATABASE_URL": url, "SECRET_KEY": "bench"}
            )
            with app.app_context():
                upgrade(directory=str(ROOT / "migrations"))
            _measure(app, "PostgreSQL")


def _measure(app: Flask, name: str) -> None:
    with app.app_context():
        took = seconds(_fill)
        committee, branch = _readers()
        ratios = [
            _compared("common phrase, read by a committee", committee, _COMMON),
            _compared("common phrase, read in one branch", branch, _COMMON),
            _compared("rare phrase, read by a committee", committee, _RARE),
            _compared("rare phrase, read in one branch", branch, _RARE),
            _compared("nothing found", branch, "không hề có"),
        ]
        db.session.remove()
        db.engine.dispose()
    show(
        f"Searching {_TEXTS:,} texts, newest first, {_PAGE} a page: {name}",
        "plain list",
        ratios,
        (
            f"{_WORDS} words each, {_BRANCHES} branches; the phrase in one text of {_COMMON_EACH}, "
            f"the rare one in one of {_RARE_EACH:,}. Ours: count up to 1,000, hits, passages.",
            f"The list: the {_PAGE} newest texts of the same reader by the index on their number. "
            f"Filling took {took:.0f} s.",
        ),
    )


def _fill() -> None:
    chance = random.Random(5)
    with transaction():
        rows = _rows(_places(), chance)
        while batch := list(islice(rows, 5000)):
            db.session.execute(insert(SearchEntry), batch)
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _places() -> list[Organisation]:
    root = _organisation(None)
    return [_organisation(root) for _ in range(_BRANCHES)]


def _organisation(parent: Organisation | None) -> Organisation:
    id_ = uuid4()
    place = Organisation(
        id=id_,
        parent_id=parent.id if parent else None,
        kind_code="branch" if parent else "grassroots_committee",
        name=f"Tổ chức {id_.hex[:8]}",
        code=id_.hex,
        header_name="",
        body_name="",
        symbol="CB",
        place="Huế",
        path=f"{parent.path if parent else '/'}{id_.hex}/",
    )
    db.session.add(place)
    db.session.flush()
    return place


def _rows(places: list[Organisation], chance: random.Random) -> Iterator[dict[str, object]]:
    syllables = [onset + rhyme for onset in _ONSETS for rhyme in _RHYMES]
    weights = [1 / rank for rank in range(1, len(syllables) + 1)]
    for number in range(1, _TEXTS + 1):
        words = chance.choices(syllables, weights, k=_WORDS)
        if number % _COMMON_EACH == 0:
            words[chance.randrange(_WORDS)] = _COMMON
        if number % _RARE_EACH == 0:
            words[chance.randrange(_WORDS)] = _RARE
        place = places[number % len(places)]
        found = Findable(
            place.id,
            place.path,
            date(2016, 1, 1) + timedelta(days=chance.randrange(3650)),
            f"Biên bản số {number}",
            " ".join(words),
            Permission.MINUTES_READ,
        )
        yield row_of(SearchKind.MINUTES, UUID(int=chance.getrandbits(128)), 0, found)


def _readers() -> tuple[Actor, Actor]:
    branch = db.session.scalars(
        select(Organisation).where(Organisation.parent_id.is_not(None))
    ).first()
    assert branch is not None
    root = branch.path.split("/")[1]
    above = Actor(uuid4(), "Cấp ủy", uuid4(), (Grant(Role.STANDING_COMMITTEE, f"/{root}/"),))
    return above, Actor(uuid4(), "Đảng viên", uuid4(), (Grant(Role.MEMBER, branch.path),))


def _compared(name: str, reader: Actor, typed: str) -> Ratio:
    asked = question(typed)
    ours, plain = in_turn(
        lambda: _repeated(lambda: find(reader, asked, Narrowed(), limit=_PAGE)),
        lambda: _repeated(lambda: _newest(reader)),
        rounds=_ROUNDS,
    )
    return Ratio(name, f"{ours:.2f} ms", f"{plain:.2f} ms", f"{ours / plain:.1f} x", "", None)


def _repeated(work: object) -> float:
    """Milliseconds for one."""
    assert callable(work)
    return seconds(lambda: [work() for _ in range(_TIMES)]) / _TIMES * 1000


def _newest(reader: Actor) -> None:
    """What any list would do: the newest rows of the places one may read."""
    [place] = (grant.unit_path for grant in reader.grants)
    db.session.execute(
        select(
            SearchEntry.number,
            SearchEntry.kind,
            SearchEntry.subject_id,
            Organisation.name,
            SearchEntry.day,
            SearchEntry.title,
            SearchEntry.body,
        )
        .join(Organisation, Organisation.id == SearchEntry.organisation_id)
        .where(Organisation.path.startswith(place, autoescape=True))
        .order_by(SearchEntry.number.desc())
        .limit(_PAGE)
    ).all()
