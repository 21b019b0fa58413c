"""What redstring's doors say when the Neo4j server behind them is in trouble.

What a newcomer would get wrong: every way to ask goes through here, so that each message of each
test is held to the same: one line, that names the store and no password.
"""

from pathlib import Path

import httpx
from typer.testing import CliRunner

from api.cli.app import app
from api.settings import Settings
from tests.neo4j_server import Neo4j

Environment = dict[str, str | None]

_UNSET: Environment = {f"REDSTRING_{name.upper()}": None for name in Settings.model_fields}


def environment_of(server: Neo4j, **changed: str) -> Environment:
    """Return the settings for a server as variables; `changed` are others by their names."""
    given = {
        "store": server.url,
        "neo4j_user": server.user,
        "neo4j_password": server.password,
        **changed,
    }
    return _UNSET | {f"REDSTRING_{name.upper()}": value for name, value in given.items()}


def settings_of(server: Neo4j) -> Settings:
    """Return the settings of an app over a server."""
    return Settings.model_validate(
        {"store": server.url, "neo4j_user": server.user, "neo4j_password": server.password}
    )


def refused(environment: Environment, *command: str | Path) -> str:
    """Run a command that can't be done for the store's sake, and return what it says."""
    done = CliRunner().invoke(
        app, [str(each) for each in command], env=environment, prog_name="redstring"
    )
    assert (done.exit_code, done.stdout) == (3, ""), done.output
    return one_line(environment, done.stderr)


def one_line(environment: Environment, said: str) -> str:
    """Return the one line that a command says of the store, without the store's address."""
    [line] = said.splitlines()
    start = f"redstring: {environment['REDSTRING_STORE']}: "
    assert line.startswith(start)
    assert (environment["REDSTRING_NEO4J_PASSWORD"] or "nothing") not in line
    return line.removeprefix(start)


def refused_by_all(environment: Environment, article: Path) -> str:
    """Return the one thing that is said by asking, by ingesting, and by a server that starts."""
    said = {
        refused(environment, *command)
        for command in (("statistics",), ("ingest", article), ("serve", "--port", "0"))
    }
    [line] = said
    return line


def problem_of(answer: httpx.Response, status: int, server: Neo4j) -> tuple[str, str]:
    """Return the kind and the detail of a problem document, the store's address left out."""
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    ), answer.text
    assert server.password not in answer.text
    told = answer.json()
    assert told["detail"].startswith(f"{server.url}: ")
    kind = told["type"].removeprefix("urn:redstring:problem:")
    return kind, told["detail"].removeprefix(f"{server.url}: ")
