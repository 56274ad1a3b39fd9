"""Follow assignments between meetings

Revision ID: 20261125_assignments
Revises: 20261125_library
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_assignments"
down_revision = "20261125_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("giver_id", sa.Uuid(), nullable=True))
    # Until now every task was given by the branch that does it.
    op.execute("UPDATE assignment SET giver_id = organisation_id")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("giver_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_index(batch_op.f("ix_assignment_giver_id"), ["giver_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_giver_id_organisation"), "organisation", ["giver_id"], ["id"]
        )
    op.create_table(
        "outside_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_outside_unit_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_unit")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_outside_unit_organisation_id_name")
        ),
    )
    op.create_table(
        "assignment_unit",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assignment_unit_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["outside_unit.id"], name=op.f("fk_assignment_unit_unit_id_outside_unit")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "unit_id", name=op.f("pk_assignment_unit")),
    )
    op.create_table(
        "assignment_progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assignment_progress_assignment_id_assignment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_progress")),
    )
    with op.batch_alter_table("assignment_progress", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_progress_assignment_id"), ["assignment_id"], unique=False
        )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("progress_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["progress_id"],
            ["assignment_progress.id"],
            name=op.f("fk_evidence_progress_id_assignment_progress"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_progress_id"), ["progress_id"], unique=False)


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("assignment_progress")
    op.drop_table("assignment_unit")
    op.drop_table("outside_unit")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_assignment_giver_id_organisation"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_assignment_giver_id"))
        batch_op.drop_column("giver_id")
