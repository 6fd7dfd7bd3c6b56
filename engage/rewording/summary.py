"""Words a summary with the model that the operator set; without one, or when it fails, the findings stand."""

from analysis.code_frame import CodeFrame
from analysis.results import Analysis
from engage.rewording.checking import checked
from engage.rewording.material import material
from engage.rewording.model import ask
from engage.rewording.values import Material, ModelError, Reworded
from engage.settings import LanguageModel
from engage.wording import Wording


def reworded(analysis: Analysis, code_frame: CodeFrame, t: Wording, chosen: LanguageModel) -> Reworded:
    """Return the findings in the model's words, as far as they hold; a failure has a code and no sentence."""
    return worded(material(analysis, code_frame, t), chosen)


def worded(given: Material, chosen: LanguageModel) -> Reworded:
    """Return what a model makes of the material, as far as it holds."""
    if not given.facts:
        return Reworded(model=chosen.name)
    try:
        return checked(ask(chosen, given), given, model=chosen.name)
    except ModelError as error:
        return Reworded(model=chosen.name, problem=error.code)
