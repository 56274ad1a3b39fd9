"""Circulate drafts of resolutions for comment, review what was issued

Revision ID: 20261125_drafts
Revises: 20261125_points
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_drafts"
down_revision = "20261125_points"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="regular")
        )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=40), server_default=None)
    op.create_table(
        "resolution_ground",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["higher_document.id"],
            name=op.f("fk_resolution_ground_document_id_higher_document"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_resolution_ground_resolution_id_resolution"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "document_id", name=op.f("pk_resolution_ground")),
    )
    op.create_table(
        "comment_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_comment_round_resolution_id_resolution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_round")),
    )
    with op.batch_alter_table("comment_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_round_resolution_id"), ["resolution_id"], unique=False
        )
    op.create_table(
        "comment_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.String(length=200), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["comment_round.id"],
            name=op.f("fk_comment_invitation_round_id_comment_round"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_invitation")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_comment_invitation_secret_sha256")),
    )
    with op.batch_alter_table("comment_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_invitation_round_id"), ["round_id"], unique=False
        )
    op.create_table(
        "draft_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("treatment", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["comment_invitation.id"],
            name=op.f("fk_draft_comment_invitation_id_comment_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_draft_comment_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["comment_round.id"], name=op.f("fk_draft_comment_round_id_comment_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_comment")),
    )
    with op.batch_alter_table("draft_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_comment_round_id"), ["round_id"], unique=False)
    op.create_table(
        "resolution_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_resolution_review_resolution_id_resolution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_review")),
        sa.UniqueConstraint(
            "resolution_id",
            "kind",
            "due_on",
            name=op.f("uq_resolution_review_resolution_id_kind_due_on"),
        ),
    )
    with op.batch_alter_table("resolution_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resolution_review_resolution_id"), ["resolution_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("resolution_review")
    op.drop_table("draft_comment")
    op.drop_table("comment_invitation")
    op.drop_table("comment_round")
    op.drop_table("resolution_ground")
    # The older tables know a draft, an adopted and an issued one.
    op.execute("UPDATE resolution SET status = 'draft' WHERE status IN ('commenting', 'revised')")
    op.execute("UPDATE resolution SET status = 'issued' WHERE status = 'closed'")
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_column("kind")
