"""One of several processes that write at once.

    python -m bench.writer house|bare INSTANCE DATABASE_URL BRANCH_ID TIMES

`house`: the product's own transaction, a document's number with its audit line, read, counted up
and chained. `bare`: one row inserted and committed over the same connection settings. It says
`ready`, waits for a line, writes, and says how long that took and how often the database refused
after its patience (30 s on SQLite).
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

from sqlalchemy import Column, MetaData, String, Table, insert
from sqlalchemy.exc import OperationalError

from app import create_app
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.transaction import transaction
from app.numbering.rules import DocumentType
from app.numbering.service import take_number
from app.organisations.models import Organisation

DAY = date(2026, 11, 3)
SCRATCH = Table("bench_scratch", MetaData(), Column("id", String(36), primary_key=True))


def number_a_document(branch_id: UUID) -> None:
    with transaction():
        take_number(
            db.session.get_one(Organisation, branch_id),
            DocumentType.RESOLUTION,
            document_id=uuid4(),
            on=DAY,
            by=None,
            now=moment_of(DAY),
        )


def insert_a_row(_branch_id: UUID) -> None:
    with transaction():
        db.session.execute(insert(SCRATCH), {"id": str(uuid4())})


WORK: dict[str, Callable[[UUID], None]] = {"house": number_a_document, "bare": insert_a_row}


def main(kind: str, instance: str, url: str, branch: str, times: str) -> None:
    app = create_app({"INSTANCE": Path(instance), "DATABASE_URL": url, "SECRET_KEY": "bench"})
    write, branch_id = WORK[kind], UUID(branch)
    with app.app_context():
        print("ready", flush=True)
        sys.stdin.readline()
        began = perf_counter()
        refused = sum(_is_refused(write, branch_id) for _ in range(int(times)))
        print(perf_counter() - began, refused)
        db.engine.dispose()


def _is_refused(write: Callable[[UUID], None], branch_id: UUID) -> bool:
    try:
        write(branch_id)
    except OperationalError:
        return True
    finally:
        db.session.remove()  # each as a request of its own
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])
