"""Register documents from above

Revision ID: 20261125_library
Revises: 20261124_search
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_library"
down_revision = "20261124_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "higher_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_higher_document_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_higher_document_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_higher_document")),
        sa.UniqueConstraint(
            "organisation_id",
            "symbol",
            "issued_on",
            name=op.f("uq_higher_document_organisation_id_symbol_issued_on"),
        ),
    )


def downgrade() -> None:
    op.drop_table("higher_document")
