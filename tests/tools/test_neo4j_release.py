from pathlib import Path

import pytest

from tools.neo4j import release
from tools.neo4j.release import CURRENT, LTS, MissingError
from tools.neo4j.server import keep_classes


def java_that_is(version: str, folder: Path) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-16' >&2\n")
    java.chmod(0o755)
    return java


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with neither Java nor Maven, whose JVMs are looked for in its folder `jvm`."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(release, "JVM_FOLDERS", (tmp_path / "jvm",))
    monkeypatch.setattr(release, "CACHE", tmp_path / "cache")
    return tmp_path


def test_the_newest_java_that_is_installed_is_used(machine: Path) -> None:
    java_that_is("21.0.1", machine / "jvm" / "b")
    newest = java_that_is("25.0.1", machine / "jvm" / "a")
    java_that_is("1.8.0_392", machine / "jvm" / "c")

    assert release.find_java(21) == newest


def test_the_java_of_java_home_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java_that_is("25", machine / "jvm" / "a")
    chosen = java_that_is("21", machine / "mine")
    monkeypatch.setenv("JAVA_HOME", str(machine / "mine"))

    assert release.find_java(21) == chosen


def test_a_java_home_that_is_too_old_is_passed_over(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = java_that_is("21", machine / "jvm" / "a")
    java_that_is("17.0.9", machine / "mine")
    monkeypatch.setenv("JAVA_HOME", str(machine / "mine"))

    assert release.find_java(21) == fit


@pytest.mark.usefixtures("machine")
def test_without_java_the_error_says_what_to_install() -> None:
    with pytest.raises(MissingError, match=r"none was found.*install a JDK.*JAVA_HOME"):
        release.find_java(21)


def test_with_an_old_java_only_the_error_says_which_it_is(machine: Path) -> None:
    java_that_is("17.0.9", machine / "jvm" / "a")

    with pytest.raises(MissingError, match=r"Java 21 or newer.*bin/java is 17.*install a JDK"):
        release.find_java(21)


@pytest.mark.usefixtures("machine")
def test_without_maven_the_error_says_what_to_install() -> None:
    with pytest.raises(MissingError, match=r"no Maven \(mvn\).*apt-get install maven"):
        release.fetch(CURRENT)


def test_a_maven_that_fetches_nothing_is_an_error_that_names_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / ".m2" / "settings.xml"
    settings.parent.mkdir()
    settings.write_text("<settings><offline>true</offline></settings>")
    monkeypatch.setenv("MAVEN_OPTS", f"-Duser.home={tmp_path}")
    monkeypatch.setattr(release, "CACHE", tmp_path / "cache")

    with pytest.raises(MissingError, match=r"(?s)can't fetch Neo4j .*plugin.*maven\.log.*network"):
        release.fetch(CURRENT)

    assert not CURRENT.folder.exists()


def test_the_pom_pins_both_lines() -> None:
    assert CURRENT.version.startswith("20")
    assert LTS.version.startswith("5.26.")


def test_kept_classes_are_named_to_java_only_where_they_are(machine: Path) -> None:
    java_that_is("25", machine / "jvm" / "a")
    CURRENT.folder.mkdir(parents=True)
    named = f"-XX:SharedArchiveFile={CURRENT.archive}"
    before = named in CURRENT.command()
    CURRENT.archive.touch()

    assert (before, named in CURRENT.command()) == (False, True)


def test_an_archive_that_is_there_is_kept(machine: Path) -> None:
    java_that_is("25", machine / "jvm" / "a")
    CURRENT.folder.mkdir(parents=True)
    CURRENT.archive.write_text("kept")
    keep_classes(CURRENT)

    assert CURRENT.archive.read_text() == "kept"
