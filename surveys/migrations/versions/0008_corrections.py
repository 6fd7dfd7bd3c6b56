"""Corrections: how often a response was changed, and the answers that were replaced."""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("corrections", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "superseded_answers",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"]),
        sa.PrimaryKeyConstraint("response_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("superseded_answers")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_column("corrections")
