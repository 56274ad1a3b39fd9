"""Write pledges, submit and confirm them

Revision ID: 20261129_pledges
Revises: 20261129_campaigns
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_pledges"
down_revision = "20261129_campaigns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("written_at_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("is_leaders", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["pledge_campaign.id"],
            name=op.f("fk_pledge_campaign_id_pledge_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pledge_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pledge_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_at_id"],
            ["organisation.id"],
            name=op.f("fk_pledge_written_at_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("year", "member_id", name=op.f("uq_pledge_year_member_id")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_pledge_kept", ["organisation_id", "year", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_member_id"), ["member_id"], unique=False)
    op.create_table(
        "pledge_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("is_from_paper", sa.Boolean(), nullable=False),
        sa.Column("typed_by", sa.String(length=200), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=200), nullable=True),
        sa.Column("confirmed_as", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_edition_pledge_id_pledge")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["stored_file.id"], name=op.f("fk_pledge_edition_scan_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_edition")),
        sa.UniqueConstraint("pledge_id", "number", name=op.f("uq_pledge_edition_pledge_id_number")),
    )
    op.create_table(
        "pledge_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_step_pledge_id_pledge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_step")),
        sa.UniqueConstraint("pledge_id", "number", name=op.f("uq_pledge_step_pledge_id_number")),
    )
    op.create_table(
        "pledge_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["pledge_edition.id"],
            name=op.f("fk_pledge_item_edition_id_pledge_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["pledge_section.id"],
            name=op.f("fk_pledge_item_section_id_pledge_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_item")),
        sa.UniqueConstraint(
            "edition_id", "line_id", name=op.f("uq_pledge_item_edition_id_line_id")
        ),
    )
    with op.batch_alter_table("pledge_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_item_edition_id"), ["edition_id"], unique=False)


def downgrade() -> None:
    op.drop_table("pledge_item")
    op.drop_table("pledge_step")
    op.drop_table("pledge_edition")
    op.drop_table("pledge")
