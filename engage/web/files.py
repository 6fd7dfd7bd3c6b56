"""The files of a form that came back: each is kept at once, or its question says what is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace

from engage.actions import attach, collect
from engage.office import Office
from engage.web.parts import SentFile
from engage.web.visits import Sent
from surveys import journey
from surveys.definition import Page
from surveys.problems import AnswerError, Problem
from surveys.questions.file_upload import FileUpload
from surveys.received import named_plainly


def take_files(office: Office, sent: Sent, files: Sequence[SentFile]) -> Sent:
    """Return what was sent with the files it brought named in the answers, and what is wrong with others.

    An empty place to choose a file sends one without a name, which is none; a file that nobody asked for
    is dropped. Where one file is asked for, a new one stands for the one before.
    Raises as ``attach.keep_file``, but for what is wrong with a file.
    """
    definition = collect.reopen(office, sent.visit.slug, sent.token).version.definition
    answers = {name: list(texts) for name, texts in sent.answers.items()}
    problems: list[Problem] = []
    for file in files:
        question = definition.question(file.question)
        with file.content:
            if not isinstance(question, FileUpload) or not (file.name or file.size):
                continue
            try:
                named = _keep(office, sent, question, file)
            except AnswerError as error:
                details = {**error.details, "name": named_plainly(file.name)}
                problems.append(Problem(error.code, file.question, details))
                continue
        before = answers.get(file.question, []) if question.most > 1 else []
        answers[file.question] = list(dict.fromkeys((*before, named)))
    return replace(sent, answers=answers, problems=tuple(problems))


def _keep(office: Office, sent: Sent, question: FileUpload, file: SentFile) -> str:
    if file.is_too_large:
        raise AnswerError("upload_too_large", most=question.largest)
    return attach.keep_file(
        office, sent.visit.slug, sent.token, question.name, name=file.name, content=file.read()
    )


def also_wrong(sent: Sent, asked: Page, checked: journey.Checked) -> tuple[Problem, ...]:
    """Return what is wrong with a page of which some files could not be taken."""
    places = {problem.place for problem in sent.problems}
    others = {question.name for question in asked.questions} - places
    return (*sent.problems, *(problem for problem in checked.problems if problem.place in others))
