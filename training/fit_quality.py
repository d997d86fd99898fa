"""Fit the constants of moto_rekognition/vision/quality/image_quality.py to recorded answers.

    python training/fit_quality.py FOLDER

FOLDER holds, in folders, photos and beside each the answer of DetectFaces, as JSON. Such answers are not in this
repository. Only answers with EyeDirection or FaceOccluded count: older models of the service had other scales. Prints
the constants, and how far off the answers for the photos of a folder are when that folder was left out.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from recorded import photos

from moto_rekognition.vision.quality import image_quality
from moto_rekognition.vision.quality.image_quality import _SIDE, _WORKING_SIZE

Floats = np.ndarray


def log_odds(score: Floats) -> Floats:
    return np.log(score / (100 - score))


def ladder(odds: Floats) -> tuple[float, float]:
    """(step, offset) of the log-odds of sharpness, which are `step` times an integer, and `offset`."""
    steps = np.linspace(0.2, 0.4, 200_001)
    distances = np.abs(odds[:, None] - odds[None, :])[np.triu_indices(len(odds), 1)]
    rest = np.zeros(len(steps))
    for distance in distances[distances > 0.05][:500]:
        rungs = distance / steps
        rest += np.abs(rungs - np.round(rungs))
    step = float(steps[rest.argmin()])
    return step, float(np.angle(np.exp(2j * np.pi * odds / step).mean()) * step / (2 * np.pi))


def measured(folder: Path) -> tuple[list[str], Floats]:
    """The folder of each face; and (n, 5): mean luma, log variance of the Laplacian, log height of the face in pixels,
    recorded brightness and sharpness."""
    sources, rows = [], []
    for photo in photos(folder):
        height, width = photo.pixels.shape[:2]
        for face in photo.details:
            if "Quality" not in face or not face.keys() & {"EyeDirection", "FaceOccluded"}:
                continue
            box = face["BoundingBox"]
            x, y = round(max(box["Left"], 0) * width), round(max(box["Top"], 0) * height)
            right, bottom = round((box["Left"] + box["Width"]) * width), round((box["Top"] + box["Height"]) * height)
            grey = cv2.cvtColor(photo.pixels[y:bottom, x:right], cv2.COLOR_RGB2GRAY)
            reduction = min(_WORKING_SIZE / max(width, height), 1.0)
            shown = Image.fromarray(grey)
            size = max(round(shown.width * reduction), 1), max(round(shown.height * reduction), 1)
            small = shown.resize(size, Image.Resampling.BILINEAR).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
            detail = cv2.Laplacian(np.asarray(small), cv2.CV_32F)[1:-1, 1:-1].var()
            sharp, bright = face["Quality"]["Sharpness"], face["Quality"]["Brightness"]
            tall = max(box["Height"] * height * reduction, 1.0)
            rows.append([grey.mean(), math.log(max(float(detail), 1e-3)), math.log(tall), bright, sharp])
            sources.append(photo.source)
    return sources, np.array(rows)


def fitted(x: Floats, y: Floats) -> Floats:
    """Least squares with a constant."""
    return np.asarray(np.linalg.lstsq(np.c_[x, np.ones(len(x))], y, rcond=None)[0])


def constants(rows: Sequence[Floats]) -> dict[tuple[str, str], float]:
    """Module and name of each constant -> its value."""
    table = np.array(rows)
    step, offset = ladder(log_odds(table[:, 4]))
    values = {
        **dict(zip(("_LUMA_SLOPE", "_LUMA_OFFSET"), fitted(table[:, :1], log_odds(table[:, 3])), strict=True)),
        "_RUNG": step,
        "_RUNG_OFFSET": offset,
    }
    rungs = np.round((log_odds(table[:, 4]) - offset) / step)
    values |= zip(("_PER_DETAIL", "_PER_HEIGHT", "_FIRST_RUNG"), fitted(table[:, 1:3], rungs), strict=True)
    return {(image_quality.__name__, name): float(value) for name, value in values.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    names, rows = measured(parser.parse_args().folder)
    sources = np.array(names)
    step, offset = ladder(log_odds(rows[:, 4]))
    rungs = np.round((log_odds(rows[:, 4]) - offset) / step)
    print(f"{len(rows)} faces; ladder of sharpness: {step:.6f} k + {offset:.6f}")
    targets = (("brightness", rows[:, :1], log_odds(rows[:, 3])), ("rung of sharpness", rows[:, 1:3], rungs))
    for what, x, y in targets:
        print(f"{what}: slopes and constant", fitted(x, y).round(5).tolist())
        off = np.full(len(y), np.nan)
        for source in set(names):
            out = sources == source
            if not out.all():
                guess = np.c_[x[out], np.ones(out.sum())] @ fitted(x[~out], y[~out])
                odds = guess if what == "brightness" else step * np.round(guess) + offset
                truth = rows[out, 3] if what == "brightness" else rows[out, 4]
                off[out] = np.abs(100 / (1 + np.exp(-odds)) - truth)
        print(f"    folders left out: off by {np.nanmedian(off):.1f} (median)")


if __name__ == "__main__":
    main()
