"""Measures what a comment costs that came after a run, once what the run learned is loaded.

    python -m benchmarks.later_comments

Comments, reviews and themes are those of the starter corpus: fictional, and of both languages.
"""

import sys
import time
from collections.abc import Callable, Sequence

TARGET = 5.0
REVIEWED, OTHERS, NEW = 400, 400, 200


def main() -> int:
    from analysis.code_frame import starter_code_frame
    from analysis.coding.matching import starter_rows
    from analysis.comments import Comment
    from analysis.incremental import read_new
    from analysis.learned_models import pack, unpack
    from analysis.pipeline import run
    from analysis.reviews import Review

    frame = starter_code_frame()
    known = {theme.id for theme in frame.themes}
    rows = starter_rows()[:: len(starter_rows()) // (REVIEWED + OTHERS + NEW)]
    comments = [
        Comment(id=str(n), text=row["text"], language=row["language"], question=row["question"])
        for n, row in enumerate(rows)
    ]
    reviews = {
        str(n): Review(row["sentiment"], tuple(theme for theme in row["themes"] if theme in known))
        for n, row in enumerate(rows[:REVIEWED])
    }
    models: dict[str, object] = {}
    run(comments[:-NEW], code_frame=frame, reviews=reviews, models=models)
    packed = pack(models, "benchmark")
    began = time.process_time()
    loaded = unpack(packed, "benchmark")
    print(f"Loading: {1000 * (time.process_time() - began):.0f} ms for {len(packed) / 1e6:.1f} MB")
    new = comments[-NEW:]
    read_new(new[:20], (), code_frame=frame, models=loaded)
    alone = _taken(lambda comment: read_new([comment], (), code_frame=frame, models=loaded), new)
    began = time.process_time()
    read_new(new, (), code_frame=frame, models=loaded)
    together = 1000 * (time.process_time() - began) / len(new)
    print(f"One comment at a time: {_share(alone, 50):.1f} ms (median), {_share(alone, 95):.1f} ms (95 %)")
    print(f"{len(new)} at once: {together:.1f} ms each; CPU time, every step, {REVIEWED} reviews")
    return 0 if _share(alone, 50) <= TARGET else 1


def _taken(read: Callable[..., object], comments: Sequence[object]) -> list[float]:
    taken = []
    for comment in comments:
        began = time.process_time()
        read(comment)
        taken.append(1000 * (time.process_time() - began))
    return sorted(taken)


def _share(taken: Sequence[float], percent: int) -> float:
    return taken[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
