"""Search meetings, minutes, resolutions and assignments

The table is empty afterwards; `flask --app wsgi search rebuild` fills it.

Revision ID: 20261124_search
Revises: 20261124_trail
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_search"
down_revision = "20261124_trail"
branch_labels = None
depends_on = None

# The index keeps no text of its own: it reads the table, and these keep it in step. What rebuilds
# the table (batch mode) has to lay them down again.
_SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words, marks, content='search_entry', content_rowid='number',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index (rowid, words, marks) VALUES (new.number, new.words, new.marks);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words, marks)
        VALUES ('delete', old.number, old.words, old.marks);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF number, words, marks ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words, marks)
        VALUES ('delete', old.number, old.words, old.marks);
        INSERT INTO search_index (rowid, words, marks) VALUES (new.number, new.words, new.marks);
    END
    """,
)
# Marks are taken as they are; the parser would cut them at their underscores.
_POSTGRESQL = (
    """
    ALTER TABLE search_entry ADD COLUMN search_index tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', words) || array_to_tsvector(string_to_array(marks, ' '))
    ) STORED
    """,
    "CREATE INDEX search_index_gin ON search_entry USING gin (search_index)",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_search_entry_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
        sa.UniqueConstraint(
            "kind", "subject_id", "part", name=op.f("uq_search_entry_kind_subject_id_part")
        ),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")  # with its triggers, or its column and index
