"""The steps of the analysis, in order: adding one is one module and one line here."""

from analysis.steps.candidates import CandidateThemes
from analysis.steps.changes import Changes
from analysis.steps.clean import Clean
from analysis.steps.coding import Coding
from analysis.steps.feedback import Feedback
from analysis.steps.language import Language
from analysis.steps.personal_details import PersonalDetails
from analysis.steps.quotes import Quotes
from analysis.steps.repeats import Repeats
from analysis.steps.segments import Segments
from analysis.steps.sentiment import Sentiment
from analysis.steps.shares import Shares
from analysis.steps.stance import Stances
from analysis.steps.summary import Summary
from analysis.work import Step

STEPS: tuple[Step, ...] = (
    Clean(),
    Language(),
    PersonalDetails(),
    Repeats(),
    Sentiment(),
    Feedback(),
    Coding(),
    Segments(),
    Stances(),
    CandidateThemes(),
    Shares(),
    Quotes(),
    Changes(),
    Summary(),
)
