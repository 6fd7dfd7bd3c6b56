"""Surveys by the thousand, of the kinds that every format can say something about."""

from typing import Any

from hypothesis import strategies as st

from surveys.definition import SurveyDefinition, read_definition

WORD = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=12
)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
TEXTS = st.fixed_dictionaries({"en": WORDS, "fr": WORDS})
CODE = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,8}", fullmatch=True)


def options(least: int = 1, *, flags: tuple[str, ...] = ()) -> st.SearchStrategy[list[dict[str, Any]]]:
    option = st.fixed_dictionaries(
        {"code": CODE, "label": TEXTS}, optional={flag: st.booleans() for flag in flags}
    )
    return st.lists(option, min_size=least, max_size=4, unique_by=lambda made: made["code"])


def _kind(kind: str, **settings: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **settings})


PROJECTS = st.lists(
    st.fixed_dictionaries({"code": CODE, "label": TEXTS, "cost": st.integers(0, 10)}),
    min_size=1,
    max_size=4,
    unique_by=lambda made: made["code"],
)
LIMIT = st.one_of(st.none(), st.integers(0, 50))
ROWS = st.lists(
    st.fixed_dictionaries({"code": CODE, "label": TEXTS}),
    min_size=1,
    max_size=3,
    unique_by=lambda r: r["code"],
)
QUESTION = st.one_of(
    _kind(
        "single_choice",
        options=options(flags=("missing", "stays")),
        look=st.sampled_from(["list", "dropdown"]),
        shuffled=st.booleans(),
    ),
    _kind(
        "multiple_choice",
        options=options(flags=("exclusive", "missing", "stays")),
        most=st.sampled_from([None, 1, 2]),
        shuffled=st.booleans(),
    ),
    _kind("scale", options=options(2, flags=("missing",)), best=st.sampled_from(["first", "last"])),
    _kind("yes_no", decline=st.one_of(st.just({}), TEXTS)),
    _kind("nps", decline=st.one_of(st.just({}), TEXTS)),
    _kind("rating_scale", points=st.integers(2, 11), look=st.sampled_from(["numbers", "stars"]), worst=TEXTS),
    _kind("ranking", options=options(), places=st.integers(1, 3), shuffled=st.booleans()),
    _kind("matrix_single", options=options(), rows=ROWS, shuffled=st.booleans()),
    _kind("matrix_multiple", options=options(flags=("exclusive",)), rows=ROWS),
    _kind("short_text", longest=st.integers(1, 1000)),
    _kind("long_text", longest=st.integers(1, 20_000)),
    _kind("number_entry", lowest=LIMIT, decimals=st.integers(0, 3), unit=TEXTS),
    _kind("date_entry", earliest=st.sampled_from([None, "2026-01-31"])),
    _kind("time_entry"),
    _kind("email_address"),
    _kind("phone_number"),
    _kind("postal_area", keep=st.sampled_from(["area", "whole"])),
    _kind("consent_box", statement=TEXTS),
    _kind("information"),
    _kind(
        "file_upload",
        takes=st.sampled_from([["images"], ["images", "pdf"], ["text"]]),
        most=st.integers(1, 5),
    ),
    _kind("budget_split", options=options(2), total=st.integers(1, 1000), unit=TEXTS),
    _kind("budget_projects", options=PROJECTS, budget=st.integers(10, 1000), shuffled=st.booleans()),
    _kind("map_point", decimals=st.integers(1, 6)),
    _kind("number_slider", lowest=st.integers(-5, 0), highest=st.integers(1, 50)),
    _kind("home_area", options=options(2)),
)


@st.composite
def _condition(draw: st.DrawFn, known: dict[str, list[str]], depth: int = 0) -> dict[str, Any]:
    sort = draw(st.sampled_from(["selected", "answered"] if depth > 2 else ["selected", "not", "all", "any"]))
    if sort in ("all", "any"):
        return {"test": sort, "of": draw(st.lists(_condition(known, depth + 1), min_size=1, max_size=3))}
    if sort == "not":
        return {"test": "not", "of": draw(_condition(known, depth + 1))}
    name = draw(st.sampled_from(sorted(known)))
    # A grid is looked at line by line.
    if sort == "answered" and not any("=" in code for code in known[name]):
        return {"test": "answered", "question": name}
    codes = draw(st.lists(st.sampled_from(known[name]), min_size=1, max_size=2, unique=True))
    return {"test": "selected", "question": name, "options": codes}


@st.composite
def definitions(draw: st.DrawFn) -> SurveyDefinition:
    from surveys.questions import KINDS

    pages: list[dict[str, Any]] = []
    known: dict[str, list[str]] = {}
    number = 0
    for page in range(draw(st.integers(1, 3))):
        questions = []
        for made in draw(st.lists(QUESTION, min_size=1, max_size=4)):
            number += 1
            question = {**made, "name": f"q{number}", "text": draw(TEXTS), "segment": draw(st.booleans())}
            if draw(st.booleans()):
                question["hint"] = draw(TEXTS)
            for limit in {"most", "places"} & set(made) if "options" in made else ():
                question[limit] = min(made[limit] or 1, len(made["options"]))
            question["required"] = made["kind"] != "information" and draw(st.booleans())
            if known and draw(st.booleans()):
                question["relevance"] = draw(_condition(known))
            questions.append(question)
            codes = sorted(KINDS[made["kind"]].model_validate(question).selectable())
            known |= {f"q{number}": codes} if codes else {}
        screen = {"name": f"page_{page + 1}", "title": draw(TEXTS), "questions": questions}
        pages.append(screen | {"shuffled": draw(st.booleans())})
    pages.append(
        {
            "name": "end",
            "title": draw(TEXTS),
            "questions": [{"kind": "short_text", "name": "last_words", "text": draw(TEXTS)}],
        }
    )
    data = {"title": draw(TEXTS), "purpose": "beta_feedback", "introduction": draw(TEXTS), "pages": pages}
    data |= {"notice": draw(TEXTS), "minutes": draw(st.integers(1, 120))}
    return read_definition(data)
