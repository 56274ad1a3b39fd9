"""Follow petitions upward

Revision ID: 20261125_petitions_followed
Revises: 20261125_programmes
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_petitions_followed"
down_revision = "20261125_programmes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.alter_column("position", server_default=None)
    with op.batch_alter_table("petition_stage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("petition_stage", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
        batch_op.drop_column("reason")
    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.drop_column("position")
