"""Vectors that a town chose: read from its folder, told by name and checksum, never fetched unasked."""

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.other_vectors import OtherVectors, read
from analysis.pipeline import run
from analysis.reviews import Review
from analysis.vectors import VectorsError, carried, identity_of, load_vectors, using

WORDS = (
    "the search finds nothing payment failed again staff kind helpful page slow la recherche ne trouve rien"
)
DIMENSIONS = 12
FAKE = """
class SentenceTransformer:
    def __init__(self, folder, *, local_files_only, device):
        assert (local_files_only, device) == (True, "cpu")

    def encode(self, texts, *, show_progress_bar, convert_to_numpy):
        import numpy
        return numpy.array([[len(text), text.count("e"), 1.0] for text in texts])
"""


def make_model(folder: Path, *, seed: int = 0, dimensions: int = DIMENSIONS) -> Path:
    """Write a small static model: a vector drawn at random for each word it knows."""
    known = {word: number for number, word in enumerate(["[UNK]", *dict.fromkeys(WORDS.split())])}
    tokenizer = Tokenizer(WordLevel(known, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    drawn = np.random.default_rng(seed).normal(size=(len(known), dimensions)).astype(np.float32)
    StaticModel(drawn, tokenizer, normalize=True).save_pretrained(str(folder))
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return make_model(tmp_path / "town-vectors")


@pytest.fixture
def sentence_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that a package of the name sentence-transformers reads; the package is a fake."""
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "sentence_transformers.py").write_text(FAKE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    folder = tmp_path / "transformer"
    folder.mkdir()
    (folder / "modules.json").write_text('[{"type": "sentence_transformers.models.Transformer"}]')
    (folder / "model.safetensors").write_bytes(b"weights")
    yield folder
    sys.modules.pop("sentence_transformers", None)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody tried to fetch."""
    asked: list[str] = []

    def fetch(name: str) -> str:
        asked.append(name)
        raise OSError("no network here")

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    return asked


def test_a_folder_of_model2vec_gives_rows_of_length_one(model: Path) -> None:
    rows = read(str(model)).encode(["the search finds nothing", "payment failed", "", "  "])
    assert (rows.shape, rows.dtype) == ((4, DIMENSIONS), np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 0, 0], abs=1e-5)


def test_a_folder_of_sentence_transformers_is_read_by_that_package(sentence_model: Path) -> None:
    vectors = read(str(sentence_model))
    assert (vectors.name, vectors.dimensions) == ("transformer", 3)
    assert vectors.encode(["ee"])[0] == pytest.approx(np.array([2, 2, 1]) / 3)
    assert vectors.encode([]).shape == (0, 3)


def test_the_checksum_follows_what_makes_the_model(model: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(model, tmp_path / "elsewhere" / model.name)
    (copied / "README.md").write_text("Read me.", encoding="utf-8")
    other = make_model(tmp_path / "other" / model.name, seed=1)
    sums = [read(str(folder)).sha256 for folder in (model, copied, other)]
    assert (sums[0] == sums[1], sums[0] == sums[2]) == (True, False)


def test_a_place_that_is_not_there_is_told_and_nothing_is_fetched(no_network: list[str]) -> None:
    for place in ("/no/such/folder", "minishlab/potion-base-8M"):
        with pytest.raises(VectorsError, match=f"There is no folder {place}"):
            read(place)
    assert no_network == []


def test_only_a_place_that_begins_with_hub_is_fetched(no_network: list[str]) -> None:
    with pytest.raises(VectorsError, match="hub:town/model could not be fetched"):
        read("hub:town/model")
    assert no_network == ["town/model"]
    with pytest.raises(VectorsError, match="hub:model names no model"):
        read("hub:model")
    assert no_network == ["town/model"]


def test_what_was_fetched_is_read_as_a_folder_is(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda name: str(model))
    vectors = read("hub:town/model")
    assert (vectors.name, vectors.sha256) == ("hub:town/model", read(str(model)).sha256)


def spoil(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (spoil("modules.json", b"{}"), "holds no sentence vectors"),
        (spoil("modules.json", b"\xff\xfe"), "holds no sentence vectors"),
        (spoil("modules.json", b"[1]"), "holds no sentence vectors"),
        (spoil("config.json", b"["), "cannot be read as a model2vec model"),
        (spoil("model.safetensors", b"nothing"), "cannot be read as a model2vec model"),
        (spoil("tokenizer.json", b"{"), "cannot be read as a model2vec model"),
        (lambda folder: (folder / "model.safetensors").rename(folder / "model.bin"), "could hold programs"),
    ],
)
def test_a_folder_that_is_no_model_is_told(model: Path, harm: Callable[[Path], object], told: str) -> None:
    harm(model)
    with pytest.raises(VectorsError, match=told):
        read(str(model))


@pytest.mark.parametrize(
    ("package", "install"),
    [("model2vec", "model2vec"), ("sentence_transformers", "sentence-transformers")],
)
def test_a_package_that_is_missing_is_named(
    model: Path, sentence_model: Path, monkeypatch: pytest.MonkeyPatch, package: str, install: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(VectorsError, match=f"pip install {install}"):
        read(str(model if package == "model2vec" else sentence_model))


def test_numbers_that_are_none_do_no_harm() -> None:
    vectors = OtherVectors("odd", "", 2, lambda texts: [[float("nan"), 3.0]] * len(texts))
    assert vectors.encode(["a", ""]).tolist() == [[0.0, 1.0], [0.0, 0.0]]
    with pytest.raises(VectorsError, match="gave"):
        OtherVectors("odd", "", 3, lambda texts: [[1.0, 2.0]] * len(texts)).encode(["a"])


def test_they_are_used_for_as_long_as_asked(model: Path) -> None:
    shipped = load_vectors()
    with using(str(model)) as chosen:
        assert load_vectors() is chosen
    assert load_vectors() is shipped


def test_other_vectors_than_before_are_refused(model: Path, tmp_path: Path) -> None:
    with using(str(model)) as vectors:
        known = identity_of(vectors)
    other = make_model(tmp_path / "retrained" / model.name, seed=1)
    with using(str(model), identity=known):
        pass
    with pytest.raises(VectorsError, match="not the vectors of before"), using(str(other), identity=known):
        pass


def dimensions_there(items: list[int]) -> list[int]:
    return [load_vectors().dimensions for _ in items]


@pytest.mark.parametrize("pool", [ProcessPoolExecutor, ThreadPoolExecutor])
def test_other_processes_use_the_same_vectors(model: Path, pool: type[ProcessPoolExecutor]) -> None:
    with pool(1) as executor:
        with using(str(model)):
            chosen = executor.submit(carried(dimensions_there), [1]).result()
        shipped = executor.submit(carried(dimensions_there), [1]).result()
    assert (chosen, shipped) == ([DIMENSIONS], [load_vectors().dimensions])


def comments() -> list[Comment]:
    said = ["the search finds nothing", "staff kind helpful", "la recherche ne trouve rien", "payment failed"]
    return [Comment(id=str(number), text=f"{said[number % 4]} {number}") for number in range(120)]


def test_a_run_is_done_with_them_and_names_them(model: Path) -> None:
    reviews = {
        str(number): Review(sentiment=("negative", "positive")[number % 4 == 1], themes=None)
        for number in range(60)
    }
    with using(str(model)) as vectors:
        analysis = run(comments(), code_frame=starter_code_frame(), reviews=reviews)
        with ThreadPoolExecutor(1) as executor:
            shared = run(comments(), code_frame=starter_code_frame(), reviews=reviews, executor=executor)
    usual = run(comments(), code_frame=starter_code_frame(), reviews=reviews)
    assert len(analysis.comments) == 120
    assert analysis.comments == shared.comments
    assert analysis.run.versions["vectors"] == f"town-vectors {vectors.sha256[:12]}"
    assert usual.run.versions["vectors"] == identity_of(load_vectors())
