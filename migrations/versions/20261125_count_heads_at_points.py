"""Count heads at connection points

Revision ID: 20261125_points
Revises: 20261125_assignments
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_points"
down_revision = "20261125_assignments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("connection_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invited", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("present", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("connection_point", schema=None) as batch_op:
        batch_op.drop_column("present")
        batch_op.drop_column("invited")
