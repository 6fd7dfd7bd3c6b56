"""Conditions and calculations as formulas that read the same in every language."""

from collections.abc import Mapping
from typing import Any

SIGNS = {"plus": "+", "minus": "-", "times": "*", "divided": "/"}


def formula(tree: Any) -> str:
    """Return a condition or value, as plain data, as a formula: ``selected(ward, north)``, ``age >= 18``."""
    if isinstance(tree, Mapping):
        return _of_part(tree)
    if isinstance(tree, list | tuple):
        return ", ".join(formula(part) for part in tree)
    if isinstance(tree, float):
        return f"{tree:.12g}"
    return str(tree)


def _of_part(part: Mapping[str, Any]) -> str:
    match part:
        case {"test": "compare", "left": left, "sign": sign, "right": right}:
            return f"{_side(left)} {sign} {_side(right)}"
        case {"test": "between", "of": of, "lowest": lowest, "highest": highest}:
            return f"{_side(lowest)} <= {_side(of)} <= {_side(highest)}"
        case {"value": "answer", "question": name}:
            return str(name)
        case {"value": "date", "day": day}:
            return str(day)
        case {"value": "time", "time": time}:
            return str(time)[:5]
        case {"value": ("plus" | "minus" | "times" | "divided") as sign, "left": left, "right": right}:
            return f"({_side(left)} {SIGNS[sign]} {_side(right)})"
    said = [
        formula(value) for name, value in part.items() if name not in ("test", "value") and value is not None
    ]
    return f"{part.get('test') or part.get('value') or ''}({', '.join(said)})"


def _side(value: Any) -> str:
    """Return a side of a comparison; a text that the author wrote stands in quotes."""
    return f"'{value}'" if isinstance(value, str) else formula(value)
