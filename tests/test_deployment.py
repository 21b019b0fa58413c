import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import deploying
from tests.deploying import ROOT, composed, env_example, neo4j_settings, stages, values
from tests.neo4j_server import Neo4j
from tools.neo4j.release import CURRENT
from tools.neo4j.server import SAFETY, Server

BIN = Path(sys.executable).parent
FILLED_IN = {"NEO4J_PASSWORD": "a-password", "REDSTRING_TOKEN": "a-token-that-is-long"}
ARTICLE = "The Blue Gang supplies weapons to the Red Cartel. Police in Peru arrested its leader."


@pytest.fixture
def services() -> dict[str, Any]:
    return composed(FILLED_IN)["services"]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the build stage leaves behind."""
    folder = tmp_path_factory.mktemp("image")
    deploying.play(stages()[0], folder)
    return folder


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_compose_file_is_valid_by_the_schema_of_compose() -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, deploying.COMPOSE], capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()


def test_the_dockerfile_has_nothing_that_a_linter_objects_to() -> None:
    done = subprocess.run(
        [BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("", 0)


def test_compose_runs_the_neo4j_that_the_tests_run_on(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{CURRENT.version}-community"


def test_compose_sets_of_neo4j_what_the_tests_server_runs_with(services: dict[str, Any]) -> None:
    settings = dict(neo4j_settings(services["neo4j"]["environment"]))

    assert {name: settings[name] for name in SAFETY} == dict(SAFETY)
    assert settings.keys() <= Server().settings.keys()


@pytest.mark.parametrize("service", ["neo4j", "redstring"])
def test_ports_are_open_to_this_machine_only(services: dict[str, Any], service: str) -> None:
    ports = services[service]["ports"]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_redstring_waits_for_a_neo4j_that_answers(services: dict[str, Any]) -> None:
    assert services["redstring"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["neo4j"]["healthcheck"]["test"][0] == "CMD"


def test_the_data_of_neo4j_lies_in_a_named_volume(services: dict[str, Any]) -> None:
    assert services["neo4j"]["volumes"] == ["neo4j-data:/data"]
    assert "neo4j-data" in composed(FILLED_IN)["volumes"]


def test_redstring_can_write_to_nothing_but_tmp(services: dict[str, Any]) -> None:
    redstring = services["redstring"]

    assert redstring["read_only"] is True
    assert redstring["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert redstring["cap_drop"] == ["ALL"]
    assert "volumes" not in redstring


def test_redstring_runs_as_a_user_without_rights() -> None:
    assert values("USER", stages()[-1]) == ["10001:10001"]


@pytest.mark.parametrize("missing", FILLED_IN)
def test_without_a_secret_compose_stops_and_says_where_to_set_it(missing: str) -> None:
    given = {**env_example(), **FILLED_IN, missing: ""}

    with pytest.raises(ValueError, match=rf"copy \.env\.example to \.env and set {missing}"):
        composed(given)


def test_the_example_of_the_env_file_has_every_variable_and_no_secret() -> None:
    example = env_example()

    assert example.keys() == deploying.used_variables()
    assert [example[name] for name in FILLED_IN] == ["", ""]


def test_the_env_file_itself_can_not_be_committed() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_both_stages_build_on_one_python_that_is_supported() -> None:
    bases = {stage[0].value.split()[0] for stage in stages()}

    [base] = bases
    assert re.fullmatch(r"python:3\.1[123]\.\d+-slim-\w+", base)


def test_the_image_is_installed_as_the_project_itself_is() -> None:
    installs = [value for value in values("RUN", stages()[0]) if "requirements.lock" in value]

    assert [("--require-hashes" in value, "--no-deps" in value) for value in installs] == [
        (True, True)
    ]


def test_what_the_dockerfile_copies_is_enough_to_read_an_article(
    image: Path, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE)
    before = files(image)
    command = [image / "opt/redstring/bin/redstring", "extract", article, "-o", tmp_path / "read"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    [read] = (tmp_path / "read").iterdir()

    assert done.returncode == 0, done.stderr
    assert "country:PE" in read.read_text("utf-8")
    assert files(image) == before


def test_the_image_holds_redstring_itself_and_not_this_folder(image: Path, tmp_path: Path) -> None:
    code = "import graph, extract, api; print(graph.__file__, extract.__file__, api.__file__)"
    done = subprocess.run(
        [image / "opt/redstring/bin/python", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    assert [path for path in done.stdout.split() if not path.startswith(str(image))] == []


@pytest.fixture
def served(
    image: Path, services: dict[str, Any], empty_neo4j: Neo4j, tmp_path: Path
) -> Iterator[str]:
    """The address of the image's own command, on Neo4j, with the variables of the service."""
    variables = {
        **services["redstring"]["environment"],
        "REDSTRING_STORE": empty_neo4j.url,
        "REDSTRING_NEO4J_HTTP": empty_neo4j.http_url,
        "REDSTRING_NEO4J_USER": empty_neo4j.user,
        "REDSTRING_NEO4J_PASSWORD": empty_neo4j.password,
        "REDSTRING_PORT": "0",
    }
    last = stages()[-1]
    [command], [arguments] = values("ENTRYPOINT", last), values("CMD", last)
    started = [*json.loads(command), *json.loads(arguments)]
    started[0] = str(image / "opt/redstring/bin" / started[0])
    with subprocess.Popen(
        started, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip().rstrip("/")
        process.terminate()


def test_the_image_serves_neo4j_to_whoever_has_the_token(served: str) -> None:
    bearer = {"Authorization": f"Bearer {FILLED_IN['REDSTRING_TOKEN']}"}
    address = served.replace("0.0.0.0", "127.0.0.1")

    assert httpx.get(f"{address}/api/statistics").status_code == 401
    assert httpx.get(f"{address}/api/statistics", headers=bearer).json()["documents"] == 0


def test_the_images_health_check_asks_the_server_in_it(served: str) -> None:
    [check] = values("HEALTHCHECK", stages()[-1])
    port = served.rpartition(":")[2]
    asked, *arguments = json.loads(check.partition("CMD ")[2].replace("8000", port))

    assert asked == "python"
    assert subprocess.run([sys.executable, *arguments], check=False).returncode == 0
