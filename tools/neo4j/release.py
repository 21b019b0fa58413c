"""The Neo4j that the tests start: which version, its jars, and a Java that runs them.

The jars come from Maven once and stay in `.cache/neo4j`. What a newcomer would get wrong: nothing
is skipped here; what is missing is an error that says what to install.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "neo4j"
POM = Path(__file__).with_name("pom.xml")
JVM_FOLDERS = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"))
_MAVEN_TIMEOUT_S = 900
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_HOW_MAVEN = "install it (Debian: apt-get install maven) and try again"


class MissingError(Exception):
    """Something that a server of Neo4j needs is not here; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Release:
    """One line of Neo4j's releases, and how its server is started.

    Attributes:
        name: `current` or `lts`, as in the pom's properties.
        java: The oldest Java that runs it.
        main: The class that is the server.
        modules: Options of Java that only this line needs.
        settings: Lines of its neo4j.conf that only this line knows.
    """

    name: str
    java: int
    main: str
    modules: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def version(self) -> str:
        """The version that the pom pins."""
        pom = ElementTree.parse(POM)  # noqa: S314 - our own file
        return pom.findtext(f".//{{*}}neo4j.{self.name}") or ""

    @property
    def folder(self) -> Path:
        """Where its jars are kept, once they have been fetched."""
        return CACHE / self.version / "lib"

    @property
    def archive(self) -> Path:
        """Where its classes are kept as Java has them in memory, once `keep_classes` was run."""
        return CACHE / self.version / "classes.jsa"

    def command(self) -> list[str]:
        """Return the command that runs the server, all but its memory and its folders.

        Raises:
            MissingError: There is no Java, or no Maven to fetch the jars by.
        """
        opened = (f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED)
        jars = f"{fetch(self)}{os.sep}*"
        kept = [f"-XX:SharedArchiveFile={self.archive}"] if self.archive.is_file() else []
        java = str(find_java(self.java))
        return [java, *self.modules, *opened, *kept, "-cp", jars, self.main]


CURRENT = Release(
    "current",
    java=21,
    main="org.neo4j.server.Neo4jCommunity",
    modules=("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
    # else it takes ten seconds to stop
    settings={"internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s"},
)
LTS = Release("lts", java=17, main="org.neo4j.server.CommunityEntryPoint")
RELEASES = {release.name: release for release in (CURRENT, LTS)}


def fetch(release: Release) -> Path:
    """Return the folder with a release's jars, fetched by Maven where it is not there yet.

    Raises:
        MissingError: There is no Maven, or it can't fetch them.
    """
    if release.folder.is_dir():
        return release.folder
    print(f"fetching Neo4j {release.version} for the tests (once)", file=sys.stderr)
    maven = shutil.which("mvn")
    if not maven:
        msg = f"no Maven (mvn), which fetches Neo4j for the tests: {_HOW_MAVEN}"
        raise MissingError(msg)
    part = release.folder.with_name(f"lib.part{os.getpid()}")
    try:
        _run_maven(maven, release, part)
        part.rename(release.folder)
    except OSError as error:
        if not release.folder.is_dir():  # else another process was faster
            raise MissingError(f"can't keep Neo4j's jars in {release.folder}: {error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return release.folder


def _run_maven(maven: str, release: Release, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    log = folder.parent / "maven.log"
    options = ("-q", "-B", "-f", str(POM), f"-Dneo4j.version={release.version}")
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={folder}")
    with log.open("w") as out:
        done = subprocess.run(
            [maven, *options, *goal],
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=_MAVEN_TIMEOUT_S,
        )
    if done.returncode:
        reason = next(iter(re.findall(r"ERROR\S* (.+)", log.read_text("utf-8"))), "no reason given")
        msg = (
            f"Maven can't fetch Neo4j {release.version} for the tests: {reason}\n(all of it is in "
            f"{log}; Maven needs a network, or a mirror in ~/.m2/settings.xml, the first time)"
        )
        raise MissingError(msg)


def find_java(oldest: int) -> Path:
    """Return a Java that is new enough: JAVA_HOME's, else PATH's, else the newest installed.

    Raises:
        MissingError: There is none; the text says which were found and what to install.
    """
    found: dict[Path, int] = {}
    for java in _javas():
        found[java] = java_version(java)
        if found[java] >= oldest:
            return java
    seen = ", ".join(f"{java} is {version}" for java, version in found.items()) or "none was found"
    msg = (
        f"Neo4j needs Java {oldest} or newer for the tests ({seen}): install a JDK, such as "
        f"Debian's openjdk-{oldest}-jre-headless or Temurin {oldest}, or name one in JAVA_HOME"
    )
    raise MissingError(msg)


def _javas() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home and (java := Path(home, "bin", "java")).is_file():
        yield java
    if on_path := shutil.which("java"):
        yield Path(on_path)
    installed = [
        java.resolve()
        for folder in JVM_FOLDERS
        for pattern in ("*/bin/java", "*/Contents/Home/bin/java")
        for java in folder.glob(pattern)
    ]
    yield from sorted(set(installed), key=java_version, reverse=True)


def java_version(java: Path) -> int:
    """Return which Java a binary is, 8 for "1.8"; 0 where it does not say."""
    try:
        asked = subprocess.run(
            [java, "-version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(?:1\.)?(\d+)', asked.stderr + asked.stdout)
    return int(match[1]) if match else 0
