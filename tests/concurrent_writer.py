"""One of several processes that read, change and write the same records at once.

    python -m tests.concurrent_writer INSTANCE DATABASE_URL MEMBER_ID BRANCH_ID TIMES

It says `ready`, waits for a line, writes, and tells in JSON what happened.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.transaction import transaction
from app.numbering.rules import DocumentType
from app.numbering.service import take_number
from app.organisations.models import Organisation
from app.people.models import Member

DAY = date(2026, 11, 3)


def count_up(member_id: UUID) -> None:
    """The classic lost update: what is written depends on what was read."""
    with transaction():
        member = db.session.get_one(Member, member_id)
        member.birth_year = (member.birth_year or 0) + 1


def number_a_document(branch_id: UUID) -> None:
    with transaction():
        branch = db.session.get_one(Organisation, branch_id)
        take_number(
            branch,
            DocumentType.RESOLUTION,
            document_id=uuid4(),
            on=DAY,
            by=None,
            now=moment_of(DAY),
        )


def until_done(change: Callable[[], None], errors: list[str]) -> int:
    """Try again where the app would show the conflict page; anything else is an error."""
    conflicts = 0
    while True:
        try:
            change()
        except StaleDataError:
            conflicts += 1
            continue
        except Exception as problem:
            errors.append(repr(problem))
        db.session.remove()
        return conflicts


def main(instance: str, url: str, member: str, branch: str, times: str) -> None:
    app = create_app(
        {"INSTANCE": Path(instance), "DATABASE_URL": url, "SECRET_KEY": "writers"},
    )
    errors: list[str] = []
    conflicts = 0
    print("ready", flush=True)
    sys.stdin.readline()
    with app.app_context():
        for _ in range(int(times)):
            conflicts += until_done(lambda: count_up(UUID(member)), errors)
            until_done(lambda: number_a_document(UUID(branch)), errors)
        db.engine.dispose()
    print(json.dumps({"errors": errors, "conflicts": conflicts}))


if __name__ == "__main__":
    main(*sys.argv[1:])
