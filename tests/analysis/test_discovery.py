from analysis.discovery import cluster_count, find_clusters

TOPICS = (["payment", "card", "declined"], ["search", "result", "permit"], ["trail", "bench", "park"])


def _texts(each: int) -> list[list[str]]:
    return [[*topic, f"extra{number % 7}"] for topic in TOPICS for number in range(each)]


def test_clusters_part_what_is_different() -> None:
    texts = _texts(20)
    clusters = find_clusters(texts, texts)
    assert {frozenset(cluster.members) for cluster in clusters} >= {
        frozenset(range(20)),
        frozenset(range(20, 40)),
    }
    assert any("card" in cluster.name for cluster in clusters)


def test_the_same_texts_give_the_same_clusters() -> None:
    texts = _texts(20)
    assert find_clusters(texts, texts, seed=3) == find_clusters(texts, texts, seed=3)


def test_few_texts_have_no_clusters() -> None:
    texts = _texts(9)
    assert find_clusters(texts, texts) == []


def test_texts_without_words_do_no_harm() -> None:
    assert find_clusters([[]] * 50, [[]] * 50) == []
    assert find_clusters([["same"]] * 50, [["same"]] * 50) == []


def test_more_texts_allow_more_clusters() -> None:
    assert [cluster_count(size) for size in (30, 1000, 10**6)] == [4, 12, 24]
