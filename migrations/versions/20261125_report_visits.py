"""Report visits of observers

Revision ID: 20261125_visits
Revises: 20261125_petitions
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_visits"
down_revision = "20261125_petitions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("informed", sa.Text(), nullable=True),
        sa.Column("difficulties", sa.Text(), nullable=True),
        sa.Column("proposals", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_visit_report_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_visit_report_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_report")),
        sa.UniqueConstraint(
            "meeting_id", "member_id", name=op.f("uq_visit_report_meeting_id_member_id")
        ),
    )
    with op.batch_alter_table("visit_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_report_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_table("visit_report")
