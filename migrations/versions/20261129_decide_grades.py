"""Decide official grades

Revision ID: 20261129_grades
Revises: 20261129_scorecards
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_grades"
down_revision = "20261129_scorecards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grade_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("is_excused", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("number_symbol", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=200), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["grading_campaign.id"],
            name=op.f("fk_grade_decision_campaign_id_grading_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["scorecard.id"], name=op.f("fk_grade_decision_card_id_scorecard")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_grade_decision_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_grade_decision_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["grade_decision.id"],
            name=op.f("fk_grade_decision_replaces_id_grade_decision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_decision")),
    )
    with op.batch_alter_table("grade_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grade_decision_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_grade_decision_card_id"), ["card_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_grade_decision_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            "ix_grade_decision_year", ["organisation_id", "subject", "year"], unique=False
        )
        batch_op.create_index(
            "uq_grade_decision_standing",
            ["key"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("grade_decision")
