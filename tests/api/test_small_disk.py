import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

SMALL = "La policía de Colombia detuvo a tres hombres en la frontera con el Perú."
LARGE = "\n".join(f"La policía detuvo a {n} hombres en la frontera." for n in range(70_000))


# The server has a disk of 3 MB that only it can see; the network is everybody's.
@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[httpx.Client]:
    serve = f"exec {sys.executable} -m api.cli serve --port 0"
    command = f"mount -t tmpfs -o size=3m none {tmp_path} && {serve}"
    with subprocess.Popen(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", command],
        env={**os.environ, "REDSTRING_STORE": f"sqlite:///{tmp_path}/graph.db"},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        with httpx.Client(base_url=server.stdout.readline().strip(), timeout=120) as client:
            yield client
        server.terminate()


def test_an_article_too_many_for_the_disk_leaves_the_store_as_it_was(
    crowded: httpx.Client,
) -> None:
    assert crowded.post("/api/documents", json={"text": SMALL}).status_code == 201
    before = crowded.get("/api/statistics").json()

    answer = crowded.post("/api/documents", json={"text": LARGE})

    assert answer.status_code == 507, answer.text
    assert answer.json()["type"] == "urn:redstring:problem:store-full"
    assert "full" in answer.json()["detail"]
    assert crowded.get("/api/statistics").json() == before
    assert crowded.get("/api/entities/country:CO").json()["entity"]["name"] == "Colombia"
