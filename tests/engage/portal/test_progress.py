"""The steps of the analysis as people watch them."""

from analysis.pipeline import STEPS
from engage.portal.components import progress
from engage.wording import LANGUAGES, wording


def test_the_portal_knows_every_step_in_its_order() -> None:
    assert tuple(step.name for step in STEPS) == progress.STEPS


def test_every_step_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        names = {progress.step_name(wording(language), step) for step in progress.STEPS}
        assert len(names - set(progress.STEPS)) == len(progress.STEPS)
