"""What an answer has to keep to, told before anybody goes beyond it."""

from collections.abc import Sequence
from datetime import date

from engage.wording import Wording
from engage.wording.money import dollars
from surveys.questions import Question, in_language
from surveys.questions.particular import has, particular


def limits(question: Question, t: Wording) -> str:
    """Return one sentence: a length, a range, a number of choices, a sum; empty where all is allowed."""
    if takes := particular(question, "takes", ()):
        return _files(question, t, takes)
    if has(question, "low_end"):
        low, high = (in_language(particular(question, end), t.language) for end in ("low_end", "high_end"))
        if low and high:
            return t(
                "From %(lowest)s (%(low_end)s) to %(highest)s (%(high_end)s).",
                lowest=_written(t, particular(question, "lowest", None)),
                low_end=low,
                highest=_written(t, particular(question, "highest", None)),
                high_end=high,
            )
    if has(question, "bounds"):
        if particular(question, "addresses", ()):
            return t("Write a place and choose it from the list, or write latitude and longitude.")
        return t("Latitude and longitude, for example 43.179, -79.244.")
    if not question.choices() and not has(question, "longest"):
        return _range(question, t)
    longest = particular(question, "longest", None)
    if longest is not None:
        return t.n("Up to %(n)s character.", "Up to %(n)s characters.", longest)
    budget = particular(question, "budget", None)
    if budget is not None:
        return t("Choose projects for at most %(budget)s together.", budget=dollars(t, budget))
    total = particular(question, "total", None)
    if total is not None:
        return t(
            "Share out %(total)s. What you leave blank gets nothing.", total=_with_unit(question, t, total)
        )
    fewest, most = particular(question, "fewest", 0), particular(question, "most", None)
    if fewest > 1 and most is not None:
        return t("Choose from %(fewest)s to %(most)s.", fewest=fewest, most=most)
    if most is not None:
        return t.n("Choose %(n)s.", "Choose up to %(n)s.", most)
    if fewest > 1:
        return t("Choose at least %(fewest)s.", fewest=fewest)
    return t("Choose all that apply.")


def _files(question: Question, t: Wording, takes: Sequence[str]) -> str:
    """Return which files may be added, how large and how many."""
    told = {
        "images": t("pictures (JPEG, PNG, GIF or WebP)"),
        "pdf": t("PDF documents"),
        "text": t("plain text"),
    }
    named = [told[sort] for sort in takes]
    listed = t(" or ").join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
    size = particular(question, "largest", 0)
    return t.n(
        "One file: %(listed)s. At most %(size)s MB.",
        "Up to %(n)s files: %(listed)s. At most %(size)s MB each.",
        particular(question, "most", 1),
        listed=listed,
        size=size,
    )


def _range(question: Question, t: Wording) -> str:
    """Return between which numbers or days an entry has to be; empty when it may be any."""
    low, high = (_written(t, particular(question, name, None)) for name in ("lowest", "highest"))
    if not low and not high:
        low, high = (_written(t, particular(question, name, None)) for name in ("earliest", "latest"))
    if low and high:
        return t("From %(lowest)s to %(highest)s.", lowest=low, highest=high)
    if low:
        return t("%(lowest)s or more.", lowest=low)
    return t("%(highest)s or less.", highest=high) if high else ""


def _written(t: Wording, limit: object) -> str:
    if limit is None:
        return ""
    return t.date(limit) if isinstance(limit, date) else t.number(float(str(limit)), 6)


def _with_unit(question: Question, t: Wording, total: int) -> str:
    return f"{t.number(total)} {in_language(particular(question, 'unit', {}), t.language)}".strip()
