"""What values are worked out to: numbers kept within bounds and rounded, all of them as answers keep them."""

from datetime import date, time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from surveys.meanings import Fact

FARTHEST = Decimal(10) ** 15


def rounded(number: Decimal, decimals: int, *, cut: bool = False) -> Decimal:
    """Return a number to so many decimals."""
    with localcontext() as context:
        context.prec = 60
        return number.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if cut else ROUND_HALF_UP)


def as_text(fact: Fact) -> str:
    """Return a value as answers keep it: digits with a decimal point, ISO days, 24 hours."""
    match fact:
        case None:
            return ""
        case Decimal():
            text = f"{fact:f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return "0" if text in ("-0", "") else text
        case time():
            return f"{fact:%H:%M}"
        case date():
            return fact.isoformat()
    return fact


def kept(number: Decimal) -> Decimal | None:
    """Return a number, or nothing for one too large to mean anything."""
    return number if abs(number) <= FARTHEST else None


def digits(day: date) -> int:
    """Return a day as a number: 20260228."""
    return day.year * 10_000 + day.month * 100 + day.day
