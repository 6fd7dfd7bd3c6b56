"""Measures how feedback is sorted on the starter corpus: the part held out by hash, and all of it.

    python -m benchmarks.feedback

The rules learn nothing from it; the list of dangers was extended after reading the corpus.
"""

import hashlib

from analysis.coding.matching import starter_rows
from analysis.comments import Comment
from analysis.evaluation.feedback import evaluate
from analysis.evaluation.values import Labelled, Setting

PROMPTS = {
    "en": {
        "improve": "What could we do better?",
        "worked_well": "What worked well?",
        "why": "Why did you give this score?",
        "idea": "What would you like us to build?",
        "anything": "Is there anything else you want the town to know?",
    },
    "fr": {
        "improve": "Que pourrions-nous améliorer ?",
        "worked_well": "Qu'est-ce qui a bien fonctionné ?",
        "why": "Pourquoi avez-vous donné cette note ?",
        "idea": "Qu'aimeriez-vous que nous offrions ?",
        "anything": "Avez-vous autre chose à dire à la municipalité ?",
    },
}


def main() -> None:
    """Print accuracy, macro-F1 and the F1 of each sort."""
    for language, prompts in PROMPTS.items():
        rows = [
            Labelled(
                Comment(
                    id=str(place),
                    text=row["text"],
                    language=language,
                    question=prompts.get(row["question"], ""),
                ),
                row["feedback_type"],
            )
            for place, row in enumerate(starter_rows())
            if row["language"] == language
        ]
        held = [row for row in rows if hashlib.sha256(row.comment.text.encode()).digest()[0] < 77]
        for name, part in (("held out", held), ("all", rows)):
            found = evaluate([], part, Setting(labels=0))
            figures = f"accuracy {found.figures['accuracy']:.3f}, macro-F1 {found.figures['macro_f1']:.3f}"
            each = ", ".join(f"{kind} {score.f1:.2f} ({score.n})" for kind, score in found.per_class.items())
            print(f"{language}, {name} ({len(part):,}): {figures}; {each}", flush=True)


if __name__ == "__main__":
    main()
