"""How well and how fast articles are read, measured the way a user would read them.

The articles of `bench/gold` are extracted by the command line, then scored. What a newcomer would
get wrong: the first of them, the seed, may be well known to whoever wrote the code; the figure to
watch is that of all twelve together, and better that of articles which nobody here has seen.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, machine, table
from bench.score import score

GOLD = Path(__file__).parent / "gold"
_SEED = "00-peruvian-guns-gang.json"
_COPIES = 20
_PROBE = """
import json, resource, sys, time
start = time.perf_counter()
from extract.pipeline import Extractor
imported = time.perf_counter()
extractor = Extractor.load()
loaded = time.perf_counter()
from pathlib import Path
from extract.reader import read
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    for article in read(path):
        extractor.extract(article)
unit = 1 if sys.platform == "darwin" else 1024
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(json.dumps({"load_s": loaded - imported, "import_s": imported - start, "peak": peak}))
"""


def run() -> list[Figure]:
    """Return every figure of extraction: quality, speed, load time, memory."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_quality(Path(folder)), *_cost(), _speed(Path(folder))]


def _extract(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "extract", str(source), "--output", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def _quality(folder: Path) -> list[Figure]:
    said, seed = folder / "said", folder / "seed"
    _extract(GOLD, said)
    seed.mkdir()
    (seed / _SEED).write_bytes((GOLD / _SEED).read_bytes())
    one, all_ = score(seed, said), score(GOLD, said)
    return [
        Figure("seed article, entities F1", one.entities.f1, "%", at_least=90),
        Figure("seed article, core claims F1", one.core.f1, "%", at_least=56),
        Figure("seed article, frame claims F1", one.frame.f1, "%", at_least=58),
        Figure("12 gold articles, entities F1", all_.entities.f1, "%", at_least=87),
        Figure("12 gold articles, core claims precision", all_.core.precision, "%", at_least=55),
        Figure("12 gold articles, core claims F1", all_.core.f1, "%", at_least=40),
        Figure("12 gold articles, frame claims F1", all_.frame.f1, "%", at_least=60),
        Figure("attribution right", all_.right("attributed_to"), "%", at_least=50),
        Figure("year right", all_.right("year"), "%", at_least=80),
        Figure("commodity right", all_.right("commodity"), "%", at_least=75),
    ]


def _cost() -> list[Figure]:
    """Return load time and memory of a process that reads the gold articles and nothing else."""
    command = [sys.executable, "-c", _PROBE, str(GOLD)]
    probe = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [
        Figure("import of spaCy and ONNX Runtime", probe["import_s"], "s"),
        Figure("load of the extractor", probe["load_s"], "s", at_most=1.5),
        Figure("resident memory after the gold articles", probe["peak"] / 1e6, "MB", at_most=500),
    ]


def _speed(folder: Path) -> Figure:
    """Return how many words of files become JSON in a second of one core, the start included."""
    source, words = folder / "copies", 0
    source.mkdir()
    for path in sorted(GOLD.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        for copy in range(_COPIES):
            text = f"{article['text']}\n\nCopy {copy}"
            words += len(text.split())
            content = json.dumps(article | {"text": text})
            (source / f"{path.stem}-{copy}.json").write_text(content, "utf-8")
    taken_s = _core_seconds(source, folder / "speed")
    return Figure("article to claims by `redstring extract`", words / taken_s, "words/s", 3000)


def _core_seconds(source: Path, target: Path) -> float:
    """Return how long one core works to extract a folder, whatever else the machine does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _extract(source, target)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(f"Measured {machine()}\n\n{table(run())}")
