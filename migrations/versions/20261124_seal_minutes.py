"""Confirm, seal and send minutes

Revision ID: 20261124_seals
Revises: 20261124_live
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_seals"
down_revision = "20261124_live"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("minutes_record", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="main")
        )
        batch_op.add_column(sa.Column("decided_in_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("decision", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reopened_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("reopened_reason", sa.String(length=200), nullable=True))
        batch_op.alter_column("number_symbol", existing_type=sa.String(length=40), nullable=True)
        batch_op.drop_constraint(batch_op.f("uq_minutes_record_meeting_id_edition"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_minutes_record_meeting_id_kind_edition"),
            ["meeting_id", "kind", "edition"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_minutes_record_decided_in_id_meeting"),
            "meeting",
            ["decided_in_id"],
            ["id"],
        )
    with op.batch_alter_table("minutes_record", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=40), server_default=None)
    op.create_table(
        "minutes_confirmation",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('chair', 'minute_taker')", name=op.f("ck_minutes_confirmation_role")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_minutes_confirmation_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["minutes_record.id"],
            name=op.f("fk_minutes_confirmation_record_id_minutes_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", "role", name=op.f("pk_minutes_confirmation")),
    )
    op.create_table(
        "seal_head",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_seal_head_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_seal_head")),
    )
    op.create_table(
        "minutes_seal",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_minutes_seal_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["minutes_record.id"],
            name=op.f("fk_minutes_seal_record_id_minutes_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_minutes_seal")),
        sa.UniqueConstraint(
            "organisation_id", "sequence", name=op.f("uq_minutes_seal_organisation_id_sequence")
        ),
    )
    op.create_table(
        "sealed_file",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("copy", sa.String(length=40), nullable=False),
        sa.Column("extension", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["minutes_seal.record_id"], name="fk_sealed_file_record_id_minutes_seal"
        ),
        sa.PrimaryKeyConstraint("record_id", "copy", "extension", name=op.f("pk_sealed_file")),
    )
    op.create_table(
        "dispatch",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["minutes_record.id"], name=op.f("fk_dispatch_record_id_minutes_record")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_dispatch")),
    )


def downgrade() -> None:
    op.drop_table("dispatch")
    op.drop_table("sealed_file")
    op.drop_table("minutes_seal")
    op.drop_table("seal_head")
    op.drop_table("minutes_confirmation")
    # What the older tables cannot hold: supplements, and adopted minutes without a number yet.
    op.execute("DELETE FROM minutes_record WHERE kind <> 'main'")
    op.execute("UPDATE minutes_record SET number_symbol = '' WHERE number_symbol IS NULL")
    with op.batch_alter_table("minutes_record", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_minutes_record_decided_in_id_meeting"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_minutes_record_meeting_id_kind_edition"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_minutes_record_meeting_id_edition"), ["meeting_id", "edition"]
        )
        batch_op.alter_column("number_symbol", existing_type=sa.String(length=40), nullable=False)
        batch_op.drop_column("reopened_reason")
        batch_op.drop_column("reopened_by")
        batch_op.drop_column("reopened_at")
        batch_op.drop_column("decision")
        batch_op.drop_column("decided_in_id")
        batch_op.drop_column("kind")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("sealed_at")
