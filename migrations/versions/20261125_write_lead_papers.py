"""Write the papers, questions and outcomes of topical meetings

Revision ID: 20261125_lead_papers
Revises: 20261125_dissemination
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_lead_papers"
down_revision = "20261125_dissemination"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by", sa.String(length=200), nullable=True),
        sa.Column("material_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"],
            ["material.id"],
            name=op.f("fk_lead_paper_material_id_material"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_lead_paper_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_paper")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_lead_paper_meeting_id")),
    )
    op.create_table(
        "lead_paper_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_paper_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_paper_id"],
            ["lead_paper.id"],
            name=op.f("fk_lead_paper_version_lead_paper_id_lead_paper"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_paper_version")),
        sa.UniqueConstraint(
            "lead_paper_id", "number", name=op.f("uq_lead_paper_version_lead_paper_id_number")
        ),
    )
    op.create_table(
        "lead_paper_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_paper_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_lead_paper_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["lead_paper_id"],
            ["lead_paper.id"],
            name=op.f("fk_lead_paper_file_lead_paper_id_lead_paper"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_paper_file")),
    )
    with op.batch_alter_table("lead_paper_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lead_paper_file_lead_paper_id"), ["lead_paper_id"], unique=False
        )
    op.create_table(
        "lead_paper_presenter",
        sa.Column("lead_paper_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_paper_id"],
            ["lead_paper.id"],
            name=op.f("fk_lead_paper_presenter_lead_paper_id_lead_paper"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_lead_paper_presenter_member_id_member")
        ),
        sa.PrimaryKeyConstraint("lead_paper_id", "member_id", name=op.f("pk_lead_paper_presenter")),
    )
    op.create_table(
        "discussion_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_discussion_question_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_question")),
    )
    with op.batch_alter_table("discussion_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussion_question_meeting_id"), ["meeting_id"], unique=False
        )
    op.create_table(
        "difficulty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_difficulty_assignment_id_assignment"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_difficulty_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    with op.batch_alter_table("difficulty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difficulty_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_table("difficulty")
    op.drop_table("discussion_question")
    op.drop_table("lead_paper_presenter")
    op.drop_table("lead_paper_file")
    op.drop_table("lead_paper_version")
    op.drop_table("lead_paper")
