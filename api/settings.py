"""Every setting, with its name, default and help: the one table that the doors build at start.

A setting is read from the environment as `REDSTRING_<NAME>`, unless the door passes it on the
command line. What a newcomer would get wrong: nothing is read when this module is imported, and
nothing below the doors reads the environment; they are handed a `Settings` value.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.cypher import DEFAULT_LIMITS, CypherLimits
from graph.errors import QuestionError
from graph.store import MAX_ENTITIES, MAX_HOPS, MAX_MATCHES, MAX_PAGE, MAX_PATH_HOPS, MAX_PATHS
from graph.stores.access import NO_ACCESS, Access

PREFIX = "REDSTRING_"
MIN_TOKEN_LENGTH = 16


class SettingsError(QuestionError):
    """A setting that can't be: its text names the setting, what is wrong and how to set it."""


def default_store() -> str:
    """Return the address of the store in the user's data folder, which need not exist yet."""
    folder = Path(platformdirs.user_data_dir("redstring", appauthor=False))
    return f"sqlite:///{folder / 'redstring.db'}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address; names but `localhost` count as no."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_secret(path: Path) -> str:
    """Return the one line of text that a file holds, whatever ends it.

    Raises:
        SettingsError: It can't be read, or holds no line or several; nothing of it is shown.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        msg = f"can't read the password in {path}: {reason}"
        raise SettingsError(msg) from None
    if len(lines) != 1 or not lines[0]:
        msg = f"{path} must hold a password on one line, and nothing else"
        raise SettingsError(msg)
    return lines[0]


def _split(names: object) -> object:
    if isinstance(names, str):
        return tuple(name.strip().lower() for name in names.split(",") if name.strip())
    return names


class Settings(BaseSettings):
    """What can be set; each field's description is its help and stands in docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    store: str = Field(
        default_factory=default_store,
        description="Address of the store, such as sqlite:///graph.db or neo4j://host:7687.",
    )
    neo4j_user: str = Field(
        default=NO_ACCESS.user, description="Who to log in as where the store is a Neo4j server."
    )
    neo4j_password: SecretStr | None = Field(
        default=None, description="Password of that user; never shown, and never in an address."
    )
    neo4j_password_file: Path | None = Field(
        default=None,
        description="File with that password instead, as containers are handed their secrets.",
    )
    neo4j_database: str = Field(
        default="",
        description="Which database of the Neo4j server; empty for the one the user starts in.",
    )
    neo4j_http: Annotated[str, Field(pattern=r"^(https?://[^/@\s]+/?)?$")] = Field(
        default="",
        description=(
            "Address of the HTTP API of that server (http://host:7474). Where it is set, Cypher "
            "over HTTP is judged as ever, but answered by that: twice as fast."
        ),
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on; one that other machines can reach needs a token.",
    )
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8000, description="Port to listen on; 0 for any that is free."
    )
    token: SecretStr | None = Field(
        default=None,
        description=(
            "Secret that every question must then carry, as a bearer token or as the password of "
            f"a browser's log-in; at least {MIN_TOKEN_LENGTH} characters."
        ),
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(),
        description=(
            "Names that a browser may use for this server, with commas between them, beside this "
            "machine's own; with a token and no names here, any."
        ),
    )
    max_body_bytes: Annotated[int, Field(ge=1)] = Field(
        default=20_000_000, description="The most bytes of a request's body."
    )
    max_article_bytes: Annotated[int, Field(ge=1)] = Field(
        default=20_000_000, description="The most bytes of a file with one article."
    )
    max_hops: Annotated[int, Field(ge=1, le=MAX_HOPS)] = Field(
        default=MAX_HOPS, description="The farthest that a neighbourhood reaches, in links."
    )
    max_entities: Annotated[int, Field(ge=1, le=MAX_ENTITIES)] = Field(
        default=MAX_ENTITIES, description="The most entities of a neighbourhood."
    )
    max_path_hops: Annotated[int, Field(ge=1, le=MAX_PATH_HOPS)] = Field(
        default=MAX_PATH_HOPS, description="The longest path, in links."
    )
    max_paths: Annotated[int, Field(ge=1, le=MAX_PATHS)] = Field(
        default=MAX_PATHS, description="The most paths between two entities."
    )
    max_matches: Annotated[int, Field(ge=1, le=MAX_MATCHES)] = Field(
        default=MAX_MATCHES, description="The most entities that a search finds."
    )
    max_page: Annotated[int, Field(ge=1, le=MAX_PAGE)] = Field(
        default=MAX_PAGE, description="The most items of one page of a list."
    )
    extraction_timeout_s: Annotated[float, Field(gt=0)] = Field(
        default=120.0,
        description="How long the server reads one article before it gives up, in seconds.",
    )
    cypher_timeout_s: Annotated[float, Field(gt=0)] = Field(
        default=DEFAULT_LIMITS.time_s,
        description="How long a Cypher statement may run before it is ended, in seconds.",
    )
    cypher_rows: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.rows,
        description="The most rows of a Cypher answer; what follows is left out, and said so.",
    )
    cypher_bytes: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.size_bytes,
        description="The most bytes that the values of a Cypher answer take.",
    )
    cypher_length: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.length, description="The most characters of a Cypher statement."
    )
    cypher_memory: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.memory_bytes,
        description="The most bytes of memory that one takes on the embedded store (Linux only).",
    )

    @property
    def cypher_limits(self) -> CypherLimits:
        """How much one Cypher statement may take."""
        return CypherLimits(
            time_s=self.cypher_timeout_s,
            rows=self.cypher_rows,
            size_bytes=self.cypher_bytes,
            length=self.cypher_length,
            memory_bytes=self.cypher_memory,
        )

    @property
    def access(self) -> Access:
        """How to log in to the server of the store.

        Raises:
            SettingsError: The file of the password can't be read, or holds none.
        """
        given = self.neo4j_password.get_secret_value() if self.neo4j_password else ""
        password = read_secret(self.neo4j_password_file) if self.neo4j_password_file else given
        return Access(user=self.neo4j_user, password=password, database=self.neo4j_database)

    @model_validator(mode="after")
    def _has_one_password(self) -> Self:
        if self.neo4j_password and self.neo4j_password_file:
            msg = (
                f"both {PREFIX}NEO4J_PASSWORD and {PREFIX}NEO4J_PASSWORD_FILE are set; "
                "leave one of them out"
            )
            raise SettingsError(msg)
        return self

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.token and len(self.token.get_secret_value()) < MIN_TOKEN_LENGTH:
            msg = f"the token is shorter than {MIN_TOKEN_LENGTH} characters; make it longer"
            raise SettingsError(msg)
        if not self.token and not is_loopback(self.host):
            msg = (
                f"will not listen on {self.host!r}, which other machines can reach, without a "
                f"token; set {PREFIX}TOKEN to a secret, or listen on 127.0.0.1"
            )
            raise SettingsError(msg)
        return self


def load_settings(**given: object) -> Settings:
    """Build the settings from the environment, and from what the door was given on top of it.

    Args:
        **given: Settings by name; those that are None count as not given.

    Raises:
        SettingsError: One can't be; the text says which, why and how to set it.
    """
    known = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**known)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_explain(error))) from None


def _explain(error: ValidationError) -> Iterable[str]:
    for problem in error.errors(include_url=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"][:1])
        yield f"setting {name} ({PREFIX}{name.upper()}): {problem['msg']}"
