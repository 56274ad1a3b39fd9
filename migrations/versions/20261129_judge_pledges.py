"""Judge pledges at mid-year and at year's end

Revision ID: 20261129_results
Revises: 20261129_pledges
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_results"
down_revision = "20261129_pledges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pledge_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("judge", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_result_pledge_id_pledge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_result")),
        sa.UniqueConstraint(
            "pledge_id",
            "line_id",
            "stage",
            "judge",
            name=op.f("uq_pledge_result_pledge_id_line_id_stage_judge"),
        ),
    )
    op.create_table(
        "pledge_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_pledge_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["pledge_result.id"],
            name=op.f("fk_pledge_evidence_result_id_pledge_result"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_evidence")),
    )
    with op.batch_alter_table("pledge_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pledge_evidence_result_id"), ["result_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("pledge_evidence")
    op.drop_table("pledge_result")
