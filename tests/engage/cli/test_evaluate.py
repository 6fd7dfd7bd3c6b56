import csv
import json
from pathlib import Path

import pytest

from engage.cli import main
from tests.analysis.test_other_vectors import make_model

COMMENTS = [
    ("I love the new search, thank you", "positive"),
    ("The payment page is broken and slow", "negative"),
    ("Is the office open on Monday?", "neutral"),
    ("The staff were helpful and friendly", "positive"),
    ("I can't log in", "negative"),
]


def table(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("comment", "tone"), *rows])
    return path


def evaluate(*words: str) -> int:
    return main(["evaluate", "--task", "sentiment", "--text", "comment", "--label", "tone", *words])


def test_sentiment_without_labels_is_measured_by_the_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = table(tmp_path / "test.csv", COMMENTS)
    assert evaluate("--test", str(test), "--labels", "0", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["accuracy"], report["macro_f1"], report["n_test"], report["labels"]) == (1.0, 1.0, 5, 0)
    assert report["per_class"]["negative"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 2}
    assert report["peak_memory_mb"] > 0


def test_labels_of_another_scale_are_renamed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scale = {"positive": "1.0", "neutral": "2.0", "negative": "3.0"}
    test = table(tmp_path / "test.csv", [(text, scale[tone]) for text, tone in COMMENTS])
    assert evaluate("--test", str(test), "--labels", "0", "--map", "1=positive,2=neutral,3=negative") == 0
    assert "accuracy       1.000" in capsys.readouterr().out


def test_an_unknown_label_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = table(tmp_path / "test.csv", [("fine", "purple")])
    assert evaluate("--test", str(test), "--labels", "0") == 1
    assert capsys.readouterr().err == (
        "The label 'purple' is not a sentiment. Use negative, neutral, positive and mixed, "
        "or say what labels mean: --map 1=negative,2=neutral,3=positive\n"
    )


def test_learning_needs_something_to_learn_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = table(tmp_path / "test.csv", COMMENTS)
    assert evaluate("--test", str(test), "--labels", "50") == 1
    assert "Give --train FILE" in capsys.readouterr().err


def test_a_missing_column_is_refused_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = table(tmp_path / "test.csv", COMMENTS)
    assert evaluate("--test", str(test), "--labels", "0", "--features", "stars") == 1
    assert "stars" in capsys.readouterr().err


def test_a_file_without_labels_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = table(tmp_path / "test.csv", [("hello", "")])
    assert evaluate("--test", str(test), "--labels", "0") == 1
    assert "both a comment and a label" in capsys.readouterr().err


def test_the_error_and_coverage_of_shares_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = table(tmp_path / "test.csv", COMMENTS * 20)
    assert evaluate("--test", str(test), "--labels", "0", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    # The rules read these comments without an error: nothing to correct, and little to spoil
    assert report["share_error_counted"] == 0
    assert report["share_error"] < 0.01
    assert report["coverage"] > 0.9
    assert report["notes"][0].startswith("Shares: 100 simulated waves")


def test_other_vectors_are_named_in_what_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = table(tmp_path / "test.csv", COMMENTS)
    model = make_model(tmp_path / "town-vectors")
    assert evaluate("--test", str(test), "--labels", "0", "--json", "--vectors", str(model)) == 0
    assert json.loads(capsys.readouterr().out)["vectors"].startswith("town-vectors ")
    assert evaluate("--test", str(test), "--labels", "0", "--vectors", str(tmp_path)) == 1
    assert "The sentence vectors cannot be used." in capsys.readouterr().err


def test_vectors_are_set_for_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table(tmp_path / "test.csv", COMMENTS)
    monkeypatch.setenv("ENGAGE_VECTORS", str(tmp_path / "nowhere"))
    words = ["analyse", str(tmp_path / "test.csv"), "--text", "comment", "--out", str(tmp_path / "out")]
    assert main(words) == 1
    assert "ENGAGE_VECTORS: there is no folder" in capsys.readouterr().err
    monkeypatch.setenv("ENGAGE_VECTORS", str(make_model(tmp_path / "town-vectors")))
    assert main(words) == 0
    found = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert found["run"]["versions"]["vectors"].startswith("town-vectors ")
    assert main([*words, "--vectors", "", "--language", "fr"]) == 0
    found = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert found["run"]["versions"]["vectors"].startswith("minilm-static-2 ")
