"""What a question's wording asks for: faults, praise, or neither in particular."""

import re
from functools import lru_cache

_FAULTS = re.compile(
    r"\bbetter\b|improve|\bfix|\bchang(?:e|ing)\b|dislike|\bnot work|frustrat|\bproblems?\b|\bissues?\b"
    r"|\bworst\b"
    r"|difficult|disappoint|concerns?\b|barrier|go wrong|went wrong|am[ée]lior|corrig|changer"
    r"|probl[èe]me|d[ée]pl[ua]"
    r"|mieux faire|insatisf|d[ée][çc]u|inqui[ée]tude|obstacle|mal fonctionn",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\bgood\b|work(?:ed|ing)? well|like (?:most|best)|liked|\bbest\b|enjoy|went well|\bpleased\b"
    r"|strength|positive"
    r"|bien fonctionn|bien (?:pass[ée]|march[ée])|\baim[ée](?:e?s?|z)\b|appr[ée]ci|\bplu\b|positif|r[ée]ussi"
    r"|forces?\b|points? forts?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1000)
def leaning(question: str) -> int:
    """Return −1 when the question asks what is wrong, 1 for what is right, 0 for both or neither."""
    return bool(_PRAISE.search(question)) - bool(_FAULTS.search(question))
