"""Trains the networks on the corpus, so that a run that was cut goes on where it was.

Mentions and claims are learnt at once: cross entropy of the tags, that of the inner ones at half
weight, binary cross entropy of the types that the ontology allows for a pair, and cross entropy of
the status of what is stated. Word vectors stay as they are: the corpus is too small to move them.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training import distilling
from training.marked import MarkedArticle
from training.network import Network
from training.swapping import Swapper
from training.windows import IGNORED, TrainingWindow, WindowMaker

_POSITIVE, _INNER, _STATUS = 3.0, 0.5, 0.3
_NEVER = -1e4
_LONGEST_GRADIENT = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast the networks learn.

    Attributes:
        epochs: How often each article is seen.
        batch: Windows a step.
        encoder_rate: Learning rate of the encoder at its highest.
        head_rate: Learning rate of all else.
        warm: Share of the steps in which the rates rise; after them they fall to 0.
        swapped: Share of the named entities of an article that get other names, anew each epoch.
        sizes: How many sentences a window may have.
        seed: Of all that is drawn.
    """

    epochs: int = 9
    batch: int = 8
    encoder_rate: float = 1e-4
    head_rate: float = 5e-4
    warm: float = 0.06
    swapped: float = 0.4
    sizes: tuple[int, ...] = (1, 2, 3, 4, 5)
    seed: int = 0


def fit(
    network: Network,
    articles: Sequence[MarkedArticle],
    maker: WindowMaker,
    plan: Plan,
    checkpoint: Path,
    teacher: Network | None = None,
) -> None:
    """Train, on a larger network's answers too where there is a teacher.

    After every epoch all that is needed to go on is in `checkpoint`.
    The order of windows, their cuts and the names are drawn from the seed and the epoch's number,
    so that a run that was cut and went on gives the weights of one that was not.
    """
    network.reader.word.weight.requires_grad_(requires_grad=False)
    if teacher:
        teacher.eval()
    optimizer = _optimizer(network, plan)
    begun = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        begun = state["epoch"]
    swapper = Swapper(articles)
    for epoch in range(begun, plan.epochs):
        started = time.monotonic()
        torch.manual_seed(plan.seed * 1000 + epoch)
        chance = random.Random(plan.seed * 1000 + epoch)
        batches = list(_batches(articles, maker, swapper, plan, chance))
        tag_loss = claim_loss = 0.0
        network.train()
        for step, batch in enumerate(batches):
            _set_rates(optimizer, plan, (epoch + step / len(batches)) / plan.epochs)
            tags, claims = _losses(network, batch, teacher)
            optimizer.zero_grad(set_to_none=True)
            (tags + claims).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), _LONGEST_GRADIENT)
            optimizer.step()
            tag_loss, claim_loss = tag_loss + tags.item(), claim_loss + claims.item()
        parts = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save({**parts, "epoch": epoch + 1}, checkpoint)
        print(
            f"epoch {epoch + 1} of {plan.epochs}: tags {tag_loss / len(batches):.3f}, "
            f"claims {claim_loss / len(batches):.3f}, {time.monotonic() - started:.0f} s",
            flush=True,
        )


def _optimizer(network: Network, plan: Plan) -> torch.optim.AdamW:
    heads, encoder = [], []
    for name, parameter in network.named_parameters():
        in_encoder = name.startswith(("reader.place", "reader.norm", "reader.layers"))
        if parameter.requires_grad:
            (encoder if in_encoder else heads).append(parameter)
    groups = [
        {"params": encoder, "highest": plan.encoder_rate, "lr": plan.encoder_rate},
        {"params": heads, "highest": plan.head_rate, "lr": plan.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _set_rates(optimizer: torch.optim.AdamW, plan: Plan, done: float) -> None:
    share = min(done / plan.warm, 1) * (1 - done)
    for group in optimizer.param_groups:
        group["lr"] = group["highest"] * share


def _batches(
    articles: Sequence[MarkedArticle],
    maker: WindowMaker,
    swapper: Swapper,
    plan: Plan,
    chance: random.Random,
) -> Iterator[list[TrainingWindow]]:
    """Yield windows of about one length together, the batches in any order."""
    windows: list[TrainingWindow] = []
    for article in articles:
        copy = swapper.swapped(article, plan.swapped, chance) if plan.swapped else article
        windows += maker.windows(copy, plan.sizes, chance)
    chance.shuffle(windows)
    stretch = 16 * plan.batch
    batches: list[list[TrainingWindow]] = []
    for start in range(0, len(windows), stretch):
        near = sorted(windows[start : start + stretch], key=lambda w: len(w.ids))
        batches += [near[at : at + plan.batch] for at in range(0, len(near), plan.batch)]
    chance.shuffle(batches)
    yield from batches


def _losses(
    network: Network, batch: Sequence[TrainingWindow], teacher: Network | None
) -> tuple[Tensor, Tensor]:
    """Return the loss of the tags and that of the claims, a claim head's a pair."""
    longest = max(len(window.ids) for window in batch)

    def padded(name: str, filler: int) -> Tensor:
        rows = [getattr(w, name) for w in batch]
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    ids, case = padded("ids", 0), padded("case", 0)
    lengths = torch.tensor([len(window.ids) for window in batch])
    inside = torch.arange(longest)[None] < lengths[:, None]
    mask = (~inside)[:, None, None].float() * _NEVER
    own = network.reader(ids, case, mask)
    outer, inner = own[2].flatten(0, 1).chunk(2, dim=-1)
    loss = functional.cross_entropy(outer, padded("outer", IGNORED).flatten())
    loss = loss + _INNER * functional.cross_entropy(inner, padded("inner", IGNORED).flatten())
    shown = None
    if teacher:
        with torch.no_grad():
            shown = teacher.reader(ids, case, mask)
        loss = loss + distilling.unlike_reader(own, shown, inside)
    claims = torch.zeros(())
    for number, window in enumerate(batch):
        if not window.pairs:
            continue
        types, statuses = _scores(network, window, _row(own, number, window))
        asked = _asked(window, types)
        claims = claims + _claim_loss(window, types, statuses, asked)
        if teacher and shown:
            with torch.no_grad():
                wanted, _ = _scores(teacher, window, _row(shown, number, window))
            claims = claims + distilling.unlike_relater(types, wanted, asked)
    pairs = sum(len(window.pairs) for window in batch)
    return loss, claims / max(pairs, 1)


def _row(
    read: tuple[Tensor, Tensor, Tensor], number: int, window: TrainingWindow
) -> tuple[Tensor, Tensor]:
    """Return vectors and attention of one window of a batch, without what pads it."""
    length = len(window.ids)
    return read[0][number, :length], read[1][number, :length, :length]


def _scores(
    network: Network, window: TrainingWindow, read: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    """Return the claim head's scores of types and of statuses, a row a pair of a window."""
    members = torch.zeros(len(window.members), len(window.ids))
    for number, rows in enumerate(window.members):
        members[number, rows] = 1 / len(rows)
    ends = [(pair.first, pair.second) for pair in window.pairs]
    return network.relater(*read, members, torch.tensor(window.labels), *torch.tensor(ends).T)


def _asked(window: TrainingWindow, types: Tensor) -> Tensor:
    asked = torch.zeros_like(types)
    for number, pair in enumerate(window.pairs):
        asked[number, list(pair.allowed)] = 1
    return asked


def _claim_loss(window: TrainingWindow, types: Tensor, statuses: Tensor, asked: Tensor) -> Tensor:
    """Return the sum of the losses of all pairs of a window, given their scores."""
    true = torch.zeros_like(types)
    rows: list[int] = []
    wanted: list[int] = []
    for number, pair in enumerate(window.pairs):
        for type_, status in pair.stated.items():
            true[number, type_] = 1
            rows.append(number)
            wanted.append(status)
    loss = functional.binary_cross_entropy_with_logits(
        types, true, reduction="none", pos_weight=torch.tensor(_POSITIVE)
    )
    total = (loss * asked).sum()
    if rows:
        mean = functional.cross_entropy(statuses[rows], torch.tensor(wanted))
        total = total + _STATUS * mean * len(window.pairs)
    return total
