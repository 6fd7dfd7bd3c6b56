"""Code frames of surveys, as versions."""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_frame_version",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("of_themes", sa.JSON(), nullable=False),
        sa.Column("into_themes", sa.JSON(), nullable=False),
        sa.Column("back_to", sa.Integer(), nullable=True),
        sa.Column("theme_ids", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("survey_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("code_frame_version")
