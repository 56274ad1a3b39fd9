"""Say until when a document is to be presented

Revision ID: 20261125_present_by
Revises: 20261125_petitions_followed
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_present_by"
down_revision = "20261125_petitions_followed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("higher_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("present_by", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("higher_document", schema=None) as batch_op:
        batch_op.drop_column("present_by")
