from pathlib import Path

import httpx

SEED = Path(__file__).resolve().parents[2] / "seeds" / "peruvian-guns-gang.txt"


def test_an_article_that_is_sent_becomes_links_with_their_sentences(client: httpx.Client) -> None:
    article = {"text": SEED.read_text("utf-8"), "source": "https://news.example/seed"}

    added = client.post("/api/documents", json=article)
    again = client.post("/api/documents", json=article)

    assert (added.status_code, again.status_code) == (201, 200)
    assert (added.json()["outcome"], again.json()["outcome"]) == ("added", "unchanged")
    text = client.get(added.headers["location"]).json()["document"]["text"]
    [best, *_] = client.get("/api/search", params={"text": "Guns Gang"}).json()["items"]
    around = client.get(f"/api/entities/{best['entity']['id']}/neighbourhood").json()
    assert len(around["links"]) > 5
    for link in around["links"]:
        pages = client.get(f"/api/links/{link['id']}/claims").json()["claims"]
        assert len(pages["items"]) == link["claims"]
        for each in pages["items"]:
            claim, source, target = (
                each["claim"],
                each["source_in_sentence"],
                each["target_in_sentence"],
            )
            assert text[claim["start"] : claim["end"]] == claim["sentence"]
            assert claim["sentence"][source["start"] : source["end"]]
            assert claim["sentence"][target["start"] : target["end"]]


def test_a_newer_version_takes_the_place_of_the_document_that_it_names(
    client: httpx.Client,
) -> None:
    first = client.post("/api/documents", json={"text": "The Alpha Gang attacked Lima."}).json()
    newer = {"text": "The Alpha Gang attacked Cusco.", "replaces": first["document"]}

    second = client.post("/api/documents", json=newer)

    assert (second.status_code, second.json()["outcome"]) == (200, "replaced")
    assert client.get(f"/api/documents/{first['document']}").status_code == 404


def test_a_text_in_spanish_is_kept_and_says_so(client: httpx.Client) -> None:
    text = "El cartel envía cocaína desde Colombia a España, según la policía, desde el año 2019."

    answer = client.post("/api/documents", json={"text": text}).json()

    assert (answer["language"], answer["claims"]) == ("es", 0)
    assert "not English" in answer["message"]
