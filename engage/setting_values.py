"""How one setting is read: a value of its type, and a reason in words for every one that cannot be used."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

OUR_COLOUR = "#0b5cad"
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


def yes_or_no(env: Mapping[str, str], name: str, reasons: list[str]) -> bool:
    """Return whether a setting says yes; nothing says no."""
    text = env.get(name, "").strip().lower()
    if text not in YES | NO:
        reasons.append(f"{name}: {text!r} is neither yes nor no. Use 1 or 0.")
    return text in YES


def whole(
    env: Mapping[str, str], name: str, default: int, lowest: int, highest: int, reasons: list[str]
) -> int:
    """Return a whole number within limits, or ``default``."""
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        reasons.append(f"{name}: {text!r} is not a whole number from {lowest} to {highest}.")
        return default
    return int(text)


def address(env: Mapping[str, str], name: str, default: str, reasons: list[str]) -> str:
    """Return an http address without a trailing slash, or ``default``."""
    text = (env.get(name) or default).rstrip("/")
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
        is_good = is_good and (parts.port is None or parts.port > 0)  # a port out of range raises
    except ValueError:
        is_good = False
    if not is_good:
        reasons.append(f"{name}: {text!r} is not an address such as https://engage.example.ca.")
        return default
    return text


def colour(env: Mapping[str, str], name: str, reasons: list[str]) -> str:
    """Return a colour on which white words can be read, or the product's own."""
    text = (env.get(name) or OUR_COLOUR).lower()
    if len(text) != 7 or text[0] != "#" or any(digit not in "0123456789abcdef" for digit in text[1:]):
        reasons.append(f"{name}: {text!r} is not a colour such as #0b5cad.")
        return OUR_COLOUR
    if _contrast_with_white(text) < 4.5:
        reasons.append(f"{name}: white words on {text} are hard to read. Choose a darker colour.")
    return text


def _contrast_with_white(colour: str) -> float:
    """Return the WCAG 2.2 contrast ratio of ``colour`` with white, 1–21."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
