"""Fits the network of moto_rekognition/vision/attributes/network.py to upright views, with PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from moto_rekognition.vision.attributes.network import JUDGED, standardised
from moto_rekognition.vision.observation import Floats, Pixels

#: Channels of the layers that halve height and width, then of one that narrows, then the last hidden units.
_CHANNELS, _NARROW, _HIDDEN = (8, 16, 32, 48), 16, 48
#: Passes through all views, views in a step, highest step, and how strongly weights are held to zero. Chosen by hand.
_PASSES, _BATCH, _STEP, _HELD = 8, 96, 3e-3, 0.05
#: How far views are shifted, pixels, and how much the strength and level of each colour vary.
_SHIFT, _STRENGTH, _LEVEL = 3, 0.12, 0.12
#: Nobody is this sure of a label.
_DOUBT = 0.01


class Network(nn.Module):
    """(n, 3, SIZE, SIZE) standardised upright views -> (n, len(JUDGED)) log-odds."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        last = 3
        for channels in _CHANNELS:
            layers += _layer(nn.Conv2d(last, channels, 3, stride=2, padding=1, bias=False))
            last = channels
        self.seen = nn.Sequential(*layers, *_layer(nn.Conv2d(last, _NARROW, 1, bias=False)))
        self.thought = nn.Sequential(nn.Dropout(0.4), nn.Conv2d(_NARROW, _HIDDEN, 6), nn.ReLU(), nn.Dropout(0.2))
        self.said = nn.Conv2d(_HIDDEN, len(JUDGED), 1)

    def forward(self, views: torch.Tensor) -> torch.Tensor:
        return torch.as_tensor(self.said(self.thought(self.seen(views)))).flatten(1)


def _layer(convolution: nn.Conv2d) -> list[nn.Module]:
    return [convolution, nn.BatchNorm2d(convolution.out_channels), nn.ReLU()]


def fitted(views: Pixels, truth: Floats, counts: Floats, seed: int) -> Network:
    """The network for some upright views (n, SIZE, SIZE, 3).

    truth: (n, len(JUDGED)), 0 or 1; counts: what each of these counts, 0 where nothing is known.
    """
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network().to(memory_format=torch.channels_last)
    planes, steps = _planes(views).half(), len(views) // _BATCH
    optimizer = torch.optim.AdamW(network.parameters(), lr=_STEP, weight_decay=_HELD)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _STEP, total_steps=_PASSES * steps + 1)
    network.train()
    for _ in range(_PASSES):
        order = random.permutation(len(views))
        for batch in np.split(order[: steps * _BATCH], steps):
            seen, said, count = _varied(planes[batch].float(), random), *(_tensor(a[batch]) for a in (truth, counts))
            surprise = functional.binary_cross_entropy_with_logits(
                network(seen), said * (1 - 2 * _DOUBT) + _DOUBT, reduction="none"
            )
            optimizer.zero_grad()
            ((surprise * count).sum() / count.sum()).backward()
            optimizer.step()
            schedule.step()
    return network.eval()


def _varied(planes: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
    """Mirrored or not, shifted, in another light."""
    if random.random() < 0.5:
        planes = planes.flip(3)
    planes = planes.roll(tuple(random.integers(-_SHIFT, _SHIFT + 1, 2).tolist()), (2, 3))
    strength, level = (_tensor(random.normal(m, s, (len(planes), 3, 1, 1))) for m, s in ((1, _STRENGTH), (0, _LEVEL)))
    return planes * strength + level


def judged(network: Network, views: Pixels) -> Floats:
    """(n, len(JUDGED)) log-odds of upright views."""
    with torch.no_grad():
        return np.concatenate([network(_planes(part)).numpy() for part in np.array_split(views, len(views) // 256 + 1)])


def _planes(views: Pixels) -> torch.Tensor:
    planes = torch.from_numpy(np.concatenate([standardised(view) for view in views]))
    return planes.contiguous(memory_format=torch.channels_last)


def _tensor(values: Floats) -> torch.Tensor:
    return torch.from_numpy(np.asarray(values, np.float32))


def store(network: Network, path: Path) -> None:
    """Write the layers as `moto_rekognition.vision.attributes.network.stored` reads them, in half precision."""
    layers: list[tuple[np.ndarray, np.ndarray]] = []
    modules = list(network.seen) + [m for m in network.thought if isinstance(m, nn.Conv2d)] + [network.said]
    for module in modules:
        if isinstance(module, nn.Conv2d):
            bias = np.zeros(module.out_channels) if module.bias is None else module.bias.detach().numpy()
            layers.append((module.weight.detach().numpy(), bias))
        elif isinstance(module, nn.BatchNorm2d):
            kernel, bias = layers.pop()
            mean, variance = (stored.numpy() for stored in (module.running_mean, module.running_var))
            scale = module.weight.detach().numpy() / np.sqrt(variance + module.eps)
            layers.append((kernel * scale[:, None, None, None], (bias - mean) * scale + module.bias.detach().numpy()))
    arrays = {f"kernel {k}": kernel.astype(np.float16) for k, (kernel, _) in enumerate(layers)}
    arrays |= {f"bias {k}": bias.astype(np.float32) for k, (_, bias) in enumerate(layers)}
    np.savez_compressed(path, **arrays)
