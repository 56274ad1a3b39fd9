"""Keep the points of a meeting exactly, and the sheet they come from

Revision ID: 20261129_exact_scores
Revises: 20261129_grades
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_exact_scores"
down_revision = "20261129_grades"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("self_sheet", sa.Text(), nullable=True))
        batch_op.alter_column(
            "self_score",
            existing_type=sa.Integer(),
            type_=sa.Text(),
            existing_nullable=True,
        )


def downgrade() -> None:
    # Points that are no whole number are lost on the way back, as they could not be kept before.
    op.execute("UPDATE meeting SET self_score = NULL WHERE self_score LIKE '%/%'")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column(
            "self_score",
            existing_type=sa.Text(),
            type_=sa.Integer(),
            existing_nullable=True,
            postgresql_using="self_score::integer",
        )
        batch_op.drop_column("self_sheet")
