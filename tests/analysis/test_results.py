import json

import pytest

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis


def test_a_result_survives_json(frame: CodeFrame) -> None:
    comments = [
        Comment(id=str(n), text=f"I cannot pay with my credit card {n}", group=str(n % 2)) for n in range(60)
    ]
    analysis = run(comments, code_frame=frame)
    assert Analysis.from_dict(json.loads(json.dumps(analysis.to_dict()))) == analysis


def test_a_result_without_its_run_is_refused() -> None:
    with pytest.raises(KeyError):
        Analysis.from_dict({"comments": []})


def test_older_results_without_newer_fields_are_read(frame: CodeFrame) -> None:
    plain = run([Comment(id="1", text="pay")], code_frame=frame).to_dict()
    del plain["campaigns"]
    assert Analysis.from_dict(plain).campaigns == ()
