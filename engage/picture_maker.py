"""Draws strangers' pictures anew in a process of its own, with little memory and little time.

Decoders are where hostile pictures do their harm: what one can break is a process that holds nothing.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from surveys.problems import AnswerError
from surveys.received import LONGEST_SIDE, Received, made_anew, safe_name

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
AT_ONCE = threading.BoundedSemaphore(2)
_ROOT = Path(__file__).resolve().parent.parent
_TYPES = {b"\xff": ("image/jpeg", ".jpg"), b"\x89": ("image/png", ".png")}
_TOO_LARGE = 3


def drawn_anew(content: bytes, name: str, *, longest_side: int = LONGEST_SIDE) -> Received:
    """Return what ``made_anew`` makes of a picture, made elsewhere.

    Raises:
        AnswerError: as ``made_anew``; a picture that takes too much memory or time counts as damaged.
    """
    # The environment may hold secrets; whoever draws gets none of it.
    quiet = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "engage.picture_maker", str(longest_side)],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                cwd=_ROOT,
                env=quiet,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise AnswerError("upload_damaged") from None
    if done.returncode == _TOO_LARGE:
        raise AnswerError("upload_too_large", most=0)
    known = _TYPES.get(done.stdout[:1])
    if done.returncode != 0 or known is None:
        raise AnswerError("upload_damaged")
    media_type, suffix = known
    return Received(safe_name(name, suffix), media_type, done.stdout)


def _draw_here() -> int:
    """Draw what stands on standard input, within limits that only this process has."""
    import resource

    from PIL import Image

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # ours is asked before a picture is drawn, and tells what is wrong
    try:
        made = made_anew(sys.stdin.buffer.read(), "picture", longest_side=int(sys.argv[1]))
    except AnswerError as error:
        return _TOO_LARGE if error.code == "upload_too_large" else 2
    sys.stdout.buffer.write(made.content)
    return 0


if __name__ == "__main__":
    sys.exit(_draw_here())
