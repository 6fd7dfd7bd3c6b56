"""Amounts of money as each language writes them."""

from engage.wording import Wording


def dollars(t: Wording, amount: float) -> str:
    """Return an amount in dollars, with cents where there are any."""
    return t("$%(amount)s", amount=t.number(amount, 2))


def priced(t: Wording, label: str, thing: object) -> str:
    """Return a label with what the thing costs, where it has a cost."""
    cost = getattr(thing, "cost", None)
    return label if cost is None else t("%(project)s – %(cost)s", project=label, cost=dollars(t, cost))
