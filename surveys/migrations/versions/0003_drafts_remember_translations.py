"""Drafts remember who edited them, and which texts were changed in one language only."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey_version", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("survey_version", sa.Column("edited_by", sa.String(), nullable=False, server_default=""))
    op.add_column("survey_version", sa.Column("agreed", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    for name in ("agreed", "edited_by", "edited_at"):
        op.drop_column("survey_version", name)
