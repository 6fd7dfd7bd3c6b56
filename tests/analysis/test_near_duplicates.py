from analysis.near_duplicates import group_alike

KEEP = "dear mayor please keep the counter at town hall open because many of us cannot use a computer at home"
FOUND = "the new search box found my deck permit at once and the map beside it showed where my house stands"
LETTER, OTHER = KEEP.split(), FOUND.split()


def test_edited_copies_are_found() -> None:
    edited = [*LETTER[:12], "older", *LETTER[12:], "thank", "you"]
    assert group_alike([LETTER, OTHER, edited, LETTER]) == [[0, 2, 3]]


def test_different_texts_stay_apart() -> None:
    assert group_alike([LETTER, OTHER]) == []


def test_texts_too_short_to_compare_stay_apart() -> None:
    assert group_alike([["ok"], ["ok"], []]) == []
    assert group_alike([]) == []


def test_a_quote_within_a_long_text_is_no_copy() -> None:
    assert group_alike([LETTER, LETTER + [f"word{number}" for number in range(60)]]) == []
