"""Fill in scorecards, of meetings and in campaigns of the year

Revision ID: 20261129_scorecards
Revises: 20261129_rubrics
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_scorecards"
down_revision = "20261129_rubrics"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grading_campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("self_by", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("cap_percent", sa.Integer(), nullable=False),
        sa.Column("cap_base", sa.String(length=40), nullable=False),
        sa.Column("grouping", sa.String(length=40), nullable=False),
        sa.Column("cap_reason", sa.Text(), nullable=True),
        sa.Column("months_rule", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens_on <= self_by AND self_by <= review_by AND review_by <= decide_by",
            name=op.f("ck_grading_campaign_days"),
        ),
        sa.CheckConstraint("quarter BETWEEN 0 AND 4", name=op.f("ck_grading_campaign_quarter")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_grading_campaign_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"],
            ["rubric_edition.id"],
            name=op.f("fk_grading_campaign_rubric_id_rubric_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_campaign")),
        sa.UniqueConstraint(
            "organisation_id",
            "subject",
            "year",
            "quarter",
            name=op.f("uq_grading_campaign_organisation_id_subject_year_quarter"),
        ),
    )
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("is_from_paper", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("holding", sa.String(length=200), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("self_total", sa.Text(), nullable=True),
        sa.Column("self_grade", sa.String(length=40), nullable=True),
        sa.Column("review_total", sa.Text(), nullable=True),
        sa.Column("review_grade", sa.String(length=40), nullable=True),
        sa.Column("decision_total", sa.Text(), nullable=True),
        sa.Column("decision_grade", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["grading_campaign.id"],
            name=op.f("fk_scorecard_campaign_id_grading_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_scorecard_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_scorecard_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scorecard_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"], ["rubric_edition.id"], name=op.f("fk_scorecard_rubric_id_rubric_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("key", name=op.f("uq_scorecard_key")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_scorecard_meeting_id")),
    )
    with op.batch_alter_table("scorecard", schema=None) as batch_op:
        batch_op.create_index("ix_scorecard_campaign", ["campaign_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_scorecard_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "ix_scorecard_place", ["organisation_id", "subject", "year", "state"], unique=False
        )
    op.create_table(
        "score_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=True),
        sa.Column("is_yes", sa.Boolean(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"], ["scorecard.id"], name=op.f("fk_score_answer_card_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_answer")),
        sa.UniqueConstraint(
            "card_id", "column", "code", name=op.f("uq_score_answer_card_id_column_code")
        ),
    )
    op.create_table(
        "score_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("indicator", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["scorecard.id"], name=op.f("fk_score_proposal_card_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_proposal")),
        sa.UniqueConstraint("card_id", "code", name=op.f("uq_score_proposal_card_id_code")),
    )
    op.create_table(
        "score_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("total", sa.Text(), nullable=True),
        sa.Column("grade", sa.String(length=200), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["scorecard.id"], name=op.f("fk_score_step_card_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_step")),
        sa.UniqueConstraint("card_id", "number", name=op.f("uq_score_step_card_id_number")),
    )
    op.create_table(
        "score_appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["scorecard.id"], name=op.f("fk_score_appeal_card_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_appeal")),
        sa.UniqueConstraint("card_id", name=op.f("uq_score_appeal_card_id")),
    )


def downgrade() -> None:
    op.drop_table("score_appeal")
    op.drop_table("score_step")
    op.drop_table("score_proposal")
    op.drop_table("score_answer")
    op.drop_table("scorecard")
    op.drop_table("grading_campaign")
