"""Write rubrics

Revision ID: 20261129_rubrics
Revises: 20261129_personal_plans
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_rubrics"
down_revision = "20261129_personal_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rubric_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("frame_id", sa.Uuid(), nullable=True),
        sa.Column("grounds", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from",
            name=op.f("ck_rubric_edition_period"),
        ),
        sa.ForeignKeyConstraint(
            ["frame_id"],
            ["rubric_edition.id"],
            name=op.f("fk_rubric_edition_frame_id_rubric_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_rubric_edition_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_edition")),
        sa.UniqueConstraint(
            "organisation_id",
            "subject",
            "number",
            name=op.f("uq_rubric_edition_organisation_id_subject_number"),
        ),
    )


def downgrade() -> None:
    op.drop_table("rubric_edition")
