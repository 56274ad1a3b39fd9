from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Line, LongText
from app.extensions import Model
from app.search.rules.findables import TITLE_LENGTH, SearchKind


class SearchEntry(Model):
    """A text that can be found, as it was when its subject last changed.

    The index over `words` and `marks` belongs to the database and is kept by it: on SQLite the
    FTS5 table `search_index` and three triggers, on PostgreSQL the generated column
    `search_index`. What the words of a subject are is known to its own room.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "part"),)

    # Grows with the day; on SQLite an alias of the rowid, by which FTS5 keeps its lists.
    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[SearchKind]
    subject_id: Mapped[UUID]  # what the page that shows it is about
    part: Mapped[int]  # a subject may have several texts, for different readers
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    title: Mapped[str] = mapped_column(Line(TITLE_LENGTH))
    body: Mapped[str] = mapped_column(LongText())
    words: Mapped[str] = mapped_column(Text())
    marks: Mapped[str] = mapped_column(Text())
