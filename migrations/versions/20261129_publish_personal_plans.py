"""Publish the personal plans of heads

Revision ID: 20261129_personal_plans
Revises: 20261129_results
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_personal_plans"
down_revision = "20261129_results"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("headed_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["pledge_campaign.id"],
            name=op.f("fk_personal_plan_campaign_id_pledge_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["headed_id"], ["organisation.id"], name=op.f("fk_personal_plan_headed_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_personal_plan_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_personal_plan_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_plan")),
        sa.UniqueConstraint(
            "campaign_id", "member_id", name=op.f("uq_personal_plan_campaign_id_member_id")
        ),
    )
    with op.batch_alter_table("personal_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_plan_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_personal_plan_organisation_id"), ["organisation_id"], unique=False
        )
    op.create_table(
        "personal_plan_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["personal_plan.id"],
            name=op.f("fk_personal_plan_line_plan_id_personal_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_plan_line")),
    )
    with op.batch_alter_table("personal_plan_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_plan_line_plan_id"), ["plan_id"], unique=False
        )
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_publication_period")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["personal_plan.id"], name=op.f("fk_publication_plan_id_personal_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_table("publication")
    op.drop_table("personal_plan_line")
    op.drop_table("personal_plan")
