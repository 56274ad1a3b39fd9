"""Note which documents were presented to whom

Revision ID: 20261125_dissemination
Revises: 20261125_drafts
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_dissemination"
down_revision = "20261125_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_document",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["higher_document.id"],
            name=op.f("fk_item_document_document_id_higher_document"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_item_document_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "document_id", name=op.f("pk_item_document")),
    )
    with op.batch_alter_table("item_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_document_document_id"), ["document_id"], unique=False
        )
    op.create_table(
        "later_telling",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["higher_document.id"],
            name=op.f("fk_later_telling_document_id_higher_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_later_telling_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_later_telling_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "document_id", "organisation_id", "member_id", name=op.f("pk_later_telling")
        ),
    )


def downgrade() -> None:
    op.drop_table("later_telling")
    op.drop_table("item_document")
