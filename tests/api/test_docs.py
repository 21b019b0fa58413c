import re
import subprocess
import sys
from pathlib import Path

import httpx

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
SEED = Path(__file__).resolve().parents[2] / "seeds" / "peruvian-guns-gang.txt"


def test_every_address_is_documented_and_no_other(reader: httpx.Client) -> None:
    paths = reader.get("/openapi.json").json()["paths"]
    known = {
        (method.upper(), re.sub(r"\{\w+_id\}", "{id}", path))
        for path, operations in paths.items()
        for method in operations
    }

    written = re.findall(r"^\| `([A-Z]+) ([^`?]+)", DOCS, re.MULTILINE)

    assert sorted(written) == sorted(known)


def test_every_parameter_of_a_filter_is_documented(reader: httpx.Client) -> None:
    timeline = reader.get("/openapi.json").json()["paths"]["/api/timeline"]["get"]
    names = {each["name"] for each in timeline["parameters"]} - {"entity"}

    rows = DOCS.partition("## Filters")[2].partition("## Evidence")[0]
    written = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| ([^|]+)", rows, re.MULTILINE)))

    assert set(written) == names


def test_the_script_runs_as_it_is_written(client: httpx.Client) -> None:
    client.post("/api/documents", json={"text": SEED.read_text("utf-8")}).raise_for_status()
    [script] = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    here = script.replace("http://127.0.0.1:8000", str(client.base_url).rstrip("/"))

    done = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True, check=True)

    assert "Peruvian Guns Gang supplies" in done.stdout
    assert "\n    " in done.stdout
