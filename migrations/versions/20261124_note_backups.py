"""Note when a backup was made

Revision ID: 20261124_backups
Revises: 20261124_jobs
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_backups"
down_revision = "20261124_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    with op.batch_alter_table("backup_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backup_run_made_at"), ["made_at"], unique=False)


def downgrade() -> None:
    op.drop_table("backup_run")
