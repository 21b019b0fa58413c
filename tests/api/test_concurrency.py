from concurrent.futures import ThreadPoolExecutor

import httpx

QUESTIONS = [
    "/api/entities/group:alpha/neighbourhood?hops=3",
    "/api/search?text=alpha",
    "/api/timeline",
    "/api/statistics",
    "/entities/group:beta",
]


def merge_and_take_back(client: httpx.Client) -> int:
    wanted = {"merged": "group:gamma", "into": "group:alpha"}
    number = client.post("/api/merges", json=wanted).json()["number"]
    return client.delete(f"/api/merges/{number}").status_code


def test_questions_are_answered_while_the_graph_changes(client: httpx.Client) -> None:
    before = client.get("/api/statistics").json()
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(client.get, path) for path in QUESTIONS * 12]
        changed = [merge_and_take_back(client) for _ in range(10)]
        answers = [each.result(timeout=60).status_code for each in asked]

    assert set(answers) == {200}
    assert set(changed) == {200}
    assert client.get("/api/statistics").json() == before


def test_an_answer_does_not_wait_for_an_article_that_is_read(client: httpx.Client) -> None:
    article = {"text": "The Delta Gang attacked Lima. " * 20}
    with ThreadPoolExecutor(1) as threads:
        sent = threads.submit(client.post, "/api/documents", json=article)
        asked = client.get("/api/entities/group:alpha")
        waited = not sent.done()
        answer = sent.result(timeout=120)

    assert asked.status_code == 200
    assert waited
    assert answer.status_code == 201
