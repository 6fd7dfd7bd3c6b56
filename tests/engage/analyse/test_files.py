import argparse
import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engage.analyse.command import add_arguments, run
from engage.analyse.files import Written, analyse_file
from engage.rewording.values import Claim, Dropped, Reworded

ROWS = [
    ("I could not pay with my card, call 905-555-0123", "What could we do better?", "1", "0.9.0"),
    ("=HYPERLINK(1) search <script>alert(1)</script>", "What could we do better?", "2", "0.9.0"),
    ("", "What worked well?", "5", "0.10.0"),
    ("La recherche est très bonne, merci", "Qu'est-ce qui a bien fonctionné?", "5", "0.10.0"),
    ("n/a", "What could we do better?", "3", "0.10.0"),
    ("two\nlines about the form", "What worked well?", "4", "0.10.0"),
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Comment", "Question", "Stars", "Release"])
        writer.writerows(ROWS)
    return path


@pytest.fixture
def written(sheet: Path, tmp_path: Path) -> Written:
    return analyse_file(
        sheet, text="Comment", out=tmp_path / "out", question="Question", rating="Stars", group="Release"
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def _call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args([*words]))


def test_every_row_comes_back_in_order(written: Written) -> None:
    rows = _rows(written.out / "comments.csv")
    assert [row["row"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["unprocessed"] for row in rows] == ["", "", "empty", "", "uninformative", ""]
    assert [row["language"] for row in rows][3] == "fr"
    assert list(rows[0])[:6] == ["row", "language", "sentiment", "score", "themes", "unprocessed"]


def test_personal_details_reach_no_file(written: Written) -> None:
    for path in written.files:
        assert "905-555-0123" not in path.read_text(encoding="utf-8")


def test_cells_that_look_like_formulas_are_defused(written: Written) -> None:
    assert _rows(written.out / "comments.csv")[1]["comment"].startswith("'=HYPERLINK")


def test_themes_have_their_figures(written: Written) -> None:
    rows = {row["theme"]: row for row in _rows(written.out / "themes.csv")}
    search = rows["search"]
    assert (search["name"], search["count"], search["base"], search["kind"]) == ("Search", "2", "4", "theme")
    assert float(search["low"]) < float(search["share"]) < float(search["high"])
    tones = [int(search[tone]) for tone in ("negative", "neutral", "positive", "mixed")]
    assert sum(tones) == 2
    assert (search["parent"], search["news"]) == ("", "")


def test_candidate_themes_name_the_one_they_are_part_of(tmp_path: Path) -> None:
    source = tmp_path / "many.csv"
    said = ["The ferry was late at pier {}", "Ferry staff at pier {} were kind", "No bench at bus stop {}"]
    lines = [said[number % 3].format(number) for number in range(120)]
    source.write_text("text\n" + "\n".join(lines) + "\n", encoding="utf-8")
    analyse_file(source, text="text", out=tmp_path / "out")
    rows = [row for row in _rows(tmp_path / "out" / "themes.csv") if row["kind"] == "candidate"]
    known = {row["theme"] for row in rows}
    parents = {row["parent"] for row in rows} - {""}
    assert parents
    assert parents <= known


def test_findings_carry_sentence_figure_and_rows(written: Written) -> None:
    content = json.loads((written.out / "findings.json").read_text(encoding="utf-8"))
    assert content["run"]["n"] == 6
    for finding in content["findings"]:
        assert finding["sentence"]["en"] != finding["sentence"]["fr"]
        assert set(finding["rows"]) <= set(range(1, 7))
        assert finding["count"] <= finding["base"]
        assert finding["low"] <= finding["share"] <= finding["high"]
    assert content["unprocessed"] == {"empty": 1, "uninformative": 1}


class _Page(HTMLParser):
    """Collects what a page asks for and links to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            if name == "href":
                self.links.add(value or "")
            if name in ("src", "srcset", "data", "action") or name.startswith("on"):
                self.loads.append(value or "")


def test_the_report_stands_alone(written: Written) -> None:
    text = (written.out / "report.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not page.loads
    assert not re.search(r"url\(|@import|https?://", text)
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= page.ids


def test_words_of_residents_are_escaped_in_the_report(written: Written) -> None:
    text = (written.out / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in text


def test_the_report_speaks_french_throughout(sheet: Path, tmp_path: Path) -> None:
    written = analyse_file(sheet, text="Comment", out=tmp_path / "fr", language="fr")
    text = (written.out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    for english in ("What stands out", "Likely range", "comments behind", "How this was made"):
        assert english not in text


def test_the_same_file_gives_the_same_files(sheet: Path, tmp_path: Path) -> None:
    one, other = (analyse_file(sheet, text="Comment", out=tmp_path / name, seed=3) for name in ("a", "b"))
    for name in ("comments.csv", "themes.csv", "report.html"):
        assert (one.out / name).read_bytes() == (other.out / name).read_bytes()


def test_a_scale_with_one_as_the_best_is_turned_round(tmp_path: Path) -> None:
    path = tmp_path / "nhs.csv"
    good = "".join(f"The staff were great and so helpful {n},1\n" for n in range(40))
    bad = "".join(f"It was slow and the page is broken {n},5\n" for n in range(40))
    path.write_text("text,rating\n" + good + bad, encoding="utf-8")
    written = analyse_file(path, text="text", out=tmp_path / "out", rating="rating")
    assert not [f for f in written.analysis.findings if f.code == "rating_disagrees"]


def test_a_frame_of_ones_own_is_used(sheet: Path, tmp_path: Path) -> None:
    frame = tmp_path / "frame.csv"
    frame.write_text("id,name,definition\nforms,Forms,Filling in forms\n", encoding="utf-8")
    out = tmp_path / "out"
    assert _call(str(sheet), "--text", "comment", "--out", str(out), "--code-frame", str(frame)) == 0
    assert [row["themes"] for row in _rows(out / "comments.csv")] == ["", "", "", "", "", "forms"]


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"", [], "is empty"),
        (b"Comment\n", [], "no rows"),
        (b"Text\nhello\n", [], "no column “Comment”"),
        (b"%PDF-1.4", [], "not a table"),
        (b"Comment\nhello\n", ["--code-frame", "missing.json"], "code frame"),
        (b"Comment\nhello\n", ["--rating", "Stars"], "no column “Stars”"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: list[str], said: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    assert _call(str(path), "--text", "Comment", "--out", str(tmp_path / "out"), *words) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_folder_that_cannot_be_made_is_said(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert _call(str(sheet), "--text", "Comment", "--out", str(tmp_path / "taken")) == 1
    assert "Nothing could be written" in capsys.readouterr().err


def test_odd_rows_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"id,Comment\n1,slow\n2\n3,ok,extra\n")
    assert _call(str(path), "--text", "Comment", "--out", str(tmp_path / "out")) == 0
    error = capsys.readouterr().err
    assert "Row 2 (line 3)" in error
    assert "Row 3 (line 4)" in error


def test_sentences_of_a_language_model_stand_apart_and_name_their_findings(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("comment\n" + "the search is slow\n" * 3, encoding="utf-8")
    said = Reworded(
        model="small <b>",
        sentences=(Claim(text="Search is <slow>.", facts=("F1",)),),
        dropped=(Dropped(text="All is well.", reason="claim"),),
    )
    for language, heading in (("en", "In other words"), ("fr", "En d’autres mots")):
        out = tmp_path / language
        analyse_file(path, text="comment", out=out, language=language, reword=lambda *_: said)
        page = (out / "report.html").read_text(encoding="utf-8")
        assert heading in page
        assert "Search is &lt;slow&gt;." in page
        assert 'href="#finding-1"' in page
        assert "small &lt;b&gt;" in page
        kept = json.loads((out / "findings.json").read_text(encoding="utf-8"))
        assert kept["reworded"]["dropped"] == [{"text": "All is well.", "reason": "claim"}]
        assert kept["findings"][0]["sentence"]["en"]


def test_a_language_model_that_fails_leaves_the_report_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("comment\nthe search is slow\n", encoding="utf-8")
    analyse_file(
        path, text="comment", out=tmp_path / "out", reword=lambda *_: Reworded(model="m", problem="timeout")
    )
    assert "gave no answer in time" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_without_a_language_model_nothing_is_said_of_one(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("comment\nthe search is slow\n", encoding="utf-8")
    analyse_file(path, text="comment", out=tmp_path / "out")
    assert "reworded" not in json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert "language model" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
