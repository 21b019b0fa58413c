import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import PREFIX, Settings, SettingsError, is_loopback, load_settings
from graph.cypher import CypherLimits
from graph.stores.access import Access

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text("utf-8")
SECRET = "a-secret-of-enough-length"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    default = "a file in your data folder" if name == "store" else field.default
    shown = "" if default in (None, ()) else str(default)

    [row] = [line for line in DOCS.splitlines() if line.startswith(f"| `{name}` ")]

    assert field.description
    assert row == f"| `{name}` | `{PREFIX}{name.upper()}` | {shown} | {field.description} |"


def test_no_setting_is_documented_that_is_not_there() -> None:
    rows = [line for line in DOCS.splitlines() if line.startswith("| `")]

    assert len(rows) == len(Settings.model_fields)


def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDSTRING_MAX_HOPS", "2")
    monkeypatch.setenv("REDSTRING_ALLOWED_HOSTS", "News.example, b.example")

    settings = load_settings()

    assert settings.max_hops == 2
    assert settings.allowed_hosts == ("news.example", "b.example")


def test_the_door_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDSTRING_PORT", "81")

    assert load_settings(port=82, host=None).port == 82


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDSTRING_TOKEN", "")

    assert load_settings().token is None


def test_a_bad_setting_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDSTRING_MAX_HOPS", "far")

    with pytest.raises(SettingsError, match=r"max_hops \(REDSTRING_MAX_HOPS\): .*integer"):
        load_settings()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example", ""])
def test_an_address_that_others_reach_is_refused_without_a_token(host: str) -> None:
    with pytest.raises(SettingsError, match="REDSTRING_TOKEN"):
        load_settings(host=host)


def test_an_address_that_others_reach_is_taken_with_a_token() -> None:
    assert load_settings(host="0.0.0.0", token=SECRET).host == "0.0.0.0"


def test_a_short_token_is_refused() -> None:
    with pytest.raises(SettingsError, match="shorter than 16"):
        load_settings(token="short")


def test_a_token_is_never_printed() -> None:
    settings = load_settings(token=SECRET)

    assert SECRET not in f"{settings!r} {settings}"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_this_machine_is_told_from_others(host: str) -> None:
    assert is_loopback(host)


def test_nothing_is_read_from_the_environment_at_import() -> None:
    code = "import api.settings, api.service, api.ingest, api.app"
    bad = {"REDSTRING_PORT": "no port", "PATH": ""}

    done = subprocess.run([sys.executable, "-c", code], env=bad, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()


def test_the_server_never_loads_what_reads_text() -> None:
    code = (
        "import sys, api.app; "
        "print([m for m in ('spacy', 'onnxruntime', 'tokenizers', 'extract.pipeline', "
        "'extract.reader') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_log_in_of_a_server_is_built_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDSTRING_NEO4J_USER", "ana")
    monkeypatch.setenv("REDSTRING_NEO4J_PASSWORD", SECRET)
    monkeypatch.setenv("REDSTRING_NEO4J_DATABASE", "news")

    assert load_settings().access == Access(user="ana", password=SECRET, database="news")


@pytest.mark.parametrize("text", [f"{SECRET}\n", f"{SECRET}\r\n", SECRET])
def test_a_password_is_read_from_a_file(text: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(text.encode())

    assert load_settings(neo4j_password_file=file).access.password == SECRET


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe"])
def test_a_file_that_holds_no_password_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(content)
    settings = load_settings(neo4j_password_file=file)

    with pytest.raises(SettingsError, match="password"):
        assert settings.access


def test_a_missing_file_of_the_password_is_named(tmp_path: Path) -> None:
    settings = load_settings(neo4j_password_file=tmp_path / "none")

    with pytest.raises(SettingsError, match="none: No such file"):
        assert settings.access


def test_two_passwords_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NEO4J_PASSWORD_FILE are set"):
        load_settings(neo4j_password=SECRET, neo4j_password_file=tmp_path / "password")


def test_a_password_is_never_printed() -> None:
    settings = load_settings(neo4j_password=SECRET)

    assert SECRET not in f"{settings!r} {settings} {settings.access!r}"


def test_the_limits_of_a_statement_are_settings() -> None:
    settings = load_settings(
        cypher_timeout_s=1, cypher_rows=2, cypher_bytes=3, cypher_length=4, cypher_memory=5
    )

    assert settings.cypher_limits == CypherLimits(1, 2, 3, 4, 5)
