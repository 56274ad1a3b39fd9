"""Collect the pledges of a year by form and campaign

Revision ID: 20261129_campaigns
Revises: 20261129_mail
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_campaigns"
down_revision = "20261129_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pledge_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opening", sa.Text(), nullable=True),
        sa.Column("is_fixed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pledge_template_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_template")),
        sa.UniqueConstraint(
            "organisation_id",
            "year",
            "edition",
            name=op.f("uq_pledge_template_organisation_id_year_edition"),
        ),
    )
    op.create_table(
        "pledge_campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("with_exempt", sa.Boolean(), nullable=False),
        sa.Column("with_plans", sa.Boolean(), nullable=False),
        sa.Column("shows_list", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_pledge_campaign_period")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pledge_campaign_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["pledge_template.id"],
            name=op.f("fk_pledge_campaign_template_id_pledge_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_campaign")),
        sa.UniqueConstraint(
            "organisation_id", "year", name=op.f("uq_pledge_campaign_organisation_id_year")
        ),
    )
    op.create_table(
        "pledge_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["organisation.id"],
            name=op.f("fk_pledge_section_branch_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["pledge_template.id"],
            name=op.f("fk_pledge_section_template_id_pledge_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_section")),
    )
    with op.batch_alter_table("pledge_section", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pledge_section_branch_id"), ["branch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pledge_section_template_id"), ["template_id"], unique=False
        )
    op.create_table(
        "pledge_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["pledge_campaign.id"],
            name=op.f("fk_pledge_choice_campaign_id_pledge_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pledge_choice_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_choice")),
        sa.UniqueConstraint(
            "campaign_id", "member_id", name=op.f("uq_pledge_choice_campaign_id_member_id")
        ),
    )
    op.create_table(
        "pledge_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["pledge_campaign.id"],
            name=op.f("fk_pledge_reminder_campaign_id_pledge_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pledge_reminder_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_reminder")),
    )
    with op.batch_alter_table("pledge_reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pledge_reminder_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pledge_reminder_member_id"), ["member_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("pledge_reminder")
    op.drop_table("pledge_choice")
    op.drop_table("pledge_section")
    op.drop_table("pledge_campaign")
    op.drop_table("pledge_template")
