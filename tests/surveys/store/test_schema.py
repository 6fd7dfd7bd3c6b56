"""The chain of migrations as read from their files is the one Alembic sees."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from surveys.store import schema


def test_the_chain_is_the_one_alembic_sees() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert schema.revisions() == tuple(reversed([one.revision for one in scripts.walk_revisions()]))
    assert schema.head() == scripts.get_current_head()
