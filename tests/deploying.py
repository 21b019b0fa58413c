"""What Docker would do with Dockerfile and docker-compose.yml, done without it where that can be.

`play` runs the steps of the stage that builds, with folders of the image below another folder, and
`composed` reads the services as Compose does, with the variables of an env file. What a newcomer
would get wrong: the packages of the lock file are not fetched again, they are those of the tests'
own environment, and pip is left to find that they are what the lock file asks for.
"""

import os
import re
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from dockerfile_parse import DockerfileParser
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"
ENV_EXAMPLE = ROOT / ".env.example"


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a Dockerfile, such as RUN, and what follows it."""

    word: str
    value: str


def stages() -> list[list[Step]]:
    """Return the steps of the Dockerfile's stages, each from its FROM on."""
    file: Any = BytesIO((ROOT / "Dockerfile").read_bytes())  # its types say text, its code bytes
    parser = DockerfileParser(fileobj=file)
    found: list[list[Step]] = []
    for each in parser.structure:
        step = Step(each["instruction"], each["value"])
        found += [[]] * (step.word == "FROM")
        found[-1:] = [[*found[-1], step]] if step.word != "COMMENT" else found[-1:]
    return found


def values(word: str, stage: list[Step]) -> list[str]:
    """Return what follows an instruction, each time that a stage has it."""
    return [step.value for step in stage if step.word == word]


def sent_to_builder() -> set[str]:
    """Return the names that .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


def play(stage: list[Step], image: Path) -> None:
    """Run a stage's steps as if `image` were the root of the file system."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
    }
    folder = image
    for step in stage:
        match step.word:
            case "WORKDIR":
                folder = image / step.value.lstrip("/")
                folder.mkdir(parents=True)
            case "ENV":
                environment |= dict(pair.split("=", 1) for pair in step.value.split())
            case "COPY":
                _copy(step.value.split(), folder)
            case "RUN":
                _run(step.value.replace("/opt/", f"{image}/opt/"), folder, environment)
                _lend_packages(image)


def _copy(names: list[str], folder: Path) -> None:
    *sources, target = names
    for name in sources:
        if name not in sent_to_builder():
            raise FileNotFoundError(f".dockerignore keeps {name} from the builder")
        if (ROOT / name).is_dir():
            hidden = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / target, ignore=hidden)
        else:
            shutil.copy(ROOT / name, folder / target)


def _run(command: str, folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command}\n{done.stderr}")


def _lend_packages(image: Path) -> None:
    """Let the image's environment see the packages of the tests' own, but not redstring itself."""
    for packages in image.glob("opt/*/lib/python*/site-packages"):
        for older in packages.glob("setuptools*"):  # Python 3.11 brings one that would go first
            shutil.rmtree(older)
        (packages / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n")


def env_example() -> dict[str, str]:
    """Return the variables of .env.example as they stand there."""
    lines = ENV_EXAMPLE.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def composed(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return docker-compose.yml with variables put in as Compose does.

    Raises:
        ValueError: One that has to be set is empty; the text is the file's own message.
    """
    text = COMPOSE.read_text("utf-8")
    return YAML(typ="safe").load(re.sub(r"\$\{(\w+):([-?])([^}]*)\}", _put_in(variables), text))


def _put_in(variables: Mapping[str, str]) -> Any:
    def put(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        if value := variables.get(name):
            return value
        if kind == "?":
            raise ValueError(rest)
        return rest

    return put


def used_variables() -> set[str]:
    """Return the variables that docker-compose.yml names."""
    return set(re.findall(r"\$\{(\w+)", COMPOSE.read_text("utf-8")))


def neo4j_settings(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the settings of Neo4j that variables of its image stand for.

    The image takes `NEO4J_` off, and makes one underscore a dot and two an underscore (Neo4j's
    operations manual, "Docker specific configuration settings").
    """
    for name, value in environment.items():
        if name != "NEO4J_AUTH":
            dotted = name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".")
            yield dotted.replace("\0", "_"), value
