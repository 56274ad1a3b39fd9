"""Plan a year of topics and work

Revision ID: 20261125_programmes
Revises: 20261125_visits
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_programmes"
down_revision = "20261125_visits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("topic_group", sa.String(length=40), nullable=False),
        sa.Column("shortcoming", sa.Text(), nullable=True),
        sa.Column("aim", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("taken_from_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_planned_topic_month")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_planned_topic_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_planned_topic_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_from_id"],
            ["planned_topic.id"],
            name=op.f("fk_planned_topic_taken_from_id_planned_topic"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_topic")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_planned_topic_meeting_id")),
    )
    with op.batch_alter_table("planned_topic", schema=None) as batch_op:
        batch_op.create_index("ix_planned_topic_year", ["organisation_id", "year"], unique=False)
    op.create_table(
        "planned_topic_presenter",
        sa.Column("planned_topic_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_planned_topic_presenter_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["planned_topic_id"],
            ["planned_topic.id"],
            name=op.f("fk_planned_topic_presenter_planned_topic_id_planned_topic"),
        ),
        sa.PrimaryKeyConstraint(
            "planned_topic_id", "member_id", name=op.f("pk_planned_topic_presenter")
        ),
    )
    op.create_table(
        "work_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_work_item_month")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_work_item_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_work_item_owner_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_work_item_year", ["organisation_id", "year", "month"], unique=False
        )


def downgrade() -> None:
    op.drop_table("work_item")
    op.drop_table("planned_topic_presenter")
    op.drop_table("planned_topic")
