"""Places in quotas, marks of responses over a quota, and who was turned away."""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("over_quotas", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "quota_place",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("quota", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("response_id", "quota"),
    )
    op.create_index("ix_quota_place_survey_quota", "quota_place", ["survey_id", "quota"])
    op.create_table(
        "turned_away",
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"]),
        sa.PrimaryKeyConstraint("submission_key"),
    )
    op.create_index(op.f("ix_turned_away_survey_id"), "turned_away", ["survey_id"])


def downgrade() -> None:
    op.drop_table("turned_away")
    op.drop_table("quota_place")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_column("over_quotas")
