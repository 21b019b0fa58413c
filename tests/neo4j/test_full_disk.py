from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from graph.model import Extraction
from graph.record import extractions, fingerprint
from graph.stores import open_store
from graph.verifying import verify
from tests.api.serving import asking
from tests.builders import article
from tests.neo4j.doors import environment_of, problem_of, refused, settings_of
from tests.neo4j.small_disk import on_small_disk
from tests.neo4j_server import Given
from tests.stores.kinds import access_of

_FULL = (
    "the Neo4j server could not write a change down and its database has stopped, most likely "
    "since its disk is full (its debug.log says). Make room there, restart it, then look whether "
    "the change is in"
)
_STOPPED = (
    "the Neo4j server's database has stopped after trouble of its own, such as a full disk. Look "
    "into the server's debug.log, mend what it says, and restart it"
)
Fill = Callable[[Given, httpx.Client, Path], str]
_WORDS = "The frontier was quiet on that day. "


def _large(number: int) -> Extraction:
    return article(title=f"Large {number} " + _WORDS * 6_000)


def _upload(number: int) -> str:
    return "\n".join(f"La policía detuvo a {n} hombres en {number}." for n in range(2_500))


def _by_an_upload(server: Given, client: httpx.Client, folder: Path) -> str:
    """Fill the disk by a request, once there is little room left."""
    del folder
    store = open_store(server.url, access=access_of(server))
    for number in range(22):
        store.add(_large(number))
    store.close()
    answers = (client.post("/api/documents", json={"text": _upload(n)}) for n in range(30))
    refusal = next(answer for answer in answers if answer.status_code != HTTPStatus.CREATED)
    kind, detail = problem_of(refusal, 507, server)
    assert kind == "store-full"
    return detail


def _by_a_copy(server: Given, client: httpx.Client, folder: Path) -> str:
    """Fill the disk by a command."""
    del client
    url = f"sqlite:///{folder / 'source.db'}"
    source = open_store(url)
    source.add_all(_large(number) for number in range(60))
    source.close()
    return refused(environment_of(server), "copy", "--from", url, "--to", server.url)


# Neo4j notices where it wants room: for its log, or for its data once the log has it all in.
@pytest.mark.parametrize(
    ("size", "settings", "fill"),
    [
        ("20m", {"db.tx_log.preallocate": "false"}, _by_an_upload),
        ("22m", {"db.tx_log.rotation.size": "8m"}, _by_a_copy),
    ],
    ids=["an upload finds no room for the log", "a copy finds no room for the data"],
)
def test_a_full_disk_of_the_server_is_told_and_the_app_goes_on_when_there_is_room(
    tmp_path: Path, size: str, settings: dict[str, str], fill: Fill
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "news.txt").write_text("La policía detuvo a tres hombres en el Perú.\n")
    with on_small_disk(disk, size, settings) as small:
        server = small.given
        with asking(create_app(settings_of(server))) as client:
            full = fill(server, client, tmp_path)
            stopped = problem_of(client.get("/api/statistics"), 503, server)
            said = refused(environment_of(server), "ingest", tmp_path / "news.txt")
            small.resize("200m")
            back = client.get("/api/statistics")
        store = open_store(server.url, access=access_of(server))
        held = {each.document.id: fingerprint(each) for each in extractions(store)}
        wrong = verify(store).wrong
        store.close()

    assert full == _FULL
    assert stopped == ("store-unreachable", _STOPPED)
    assert said == _STOPPED
    assert (back.status_code, back.json()["documents"]) == (200, len(held))
    planned = {each.document.id: fingerprint(each) for each in map(_large, range(60))}
    assert [id_ for id_ in held if id_ in planned and held[id_] != planned[id_]] == []
    assert wrong == []
