"""Draws glasses and sunglasses before the eyes of a drawn person."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from moto_rekognition.synthetic.camera import Stance, View
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.outlines import SIDES

_FINE = 2  # drawn at twice the size, then reduced: ImageDraw does not smooth
_HALF_WIDTH, _HALF_HEIGHT, _LEVEL = 2.35, 1.75, -0.25  # of a lens, and its centre's y; cm
_ROUNDNESS = 0.72  # exponent of the super-ellipse; 1 is an ellipse
_RIM = 0.28  # cm
_RIM_COLOURS = ((24, 22, 26, 255), (50, 28, 20, 255))
_CLEAR, _DARK, _GLARE = (225, 238, 255, 14), (16, 18, 24, 240), (255, 255, 255, 38)


def draw_glasses(picture: Image.Image, head: Head, stance: Stance, view: View, dark: bool) -> Image.Image:
    """`picture` (as `draw_person` returns it for the same arguments) with glasses; `dark`: sunglasses."""
    person = head.person
    layer = Image.new("RGBA", (picture.width * _FINE, picture.height * _FINE))
    draw = ImageDraw.Draw(layer)
    rim = _RIM_COLOURS[0] if dark else _RIM_COLOURS[person.seed % len(_RIM_COLOURS)]
    width = max(2, int(_RIM * view.scale * _FINE))
    front = float(head.surface(np.array([[0, 0.9]]))[0, 2]) + 0.55
    centre = person.eyes.x + 0.12

    def depth(x: Any) -> Any:
        """Glasses bend around the face a little."""
        return front - 0.055 * np.abs(x) ** 1.75

    def on_picture(x: Any, y: Any, z: Any) -> list[tuple[float, float]]:
        points = np.stack(np.broadcast_arrays(x, y, z), -1)
        flat: NDArray[np.float64] = view.project(stance.place(points))[:, :2] * _FINE
        return [(float(px), float(py)) for px, py in flat]

    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    outline_x, outline_y = (
        size * np.sign(wave) * np.abs(wave) ** _ROUNDNESS
        for size, wave in ((_HALF_WIDTH, np.cos(turn)), (_HALF_HEIGHT, np.sin(turn)))
    )
    for side in SIDES:
        if (stance.head @ np.array([side, 0, 0.25]))[2] > -0.02:  # the temple on this side can be seen
            hinge, ear = side * (centre + _HALF_WIDTH), side * 7.75 * person.skull.width
            temple = on_picture(np.array([hinge, ear]), np.array([0.35, 0.3]), np.array([depth(hinge), -0.6]))
            draw.line(temple, fill=rim, width=max(2, int(0.9 * width)))
        x = side * centre + outline_x
        outline = on_picture(x, _LEVEL + outline_y, depth(x))
        draw.polygon(outline, fill=_DARK if dark else _CLEAR)
        draw.line(outline + outline[:2], fill=rim, width=width, joint="curve")
        if dark:
            x = side * person.eyes.x + np.array([-1.3, -0.4, -1.0, -1.7])
            draw.polygon(on_picture(x, np.array([1.0, 1.0, -0.6, -0.4]), depth(x)), fill=_GLARE)
    x = np.linspace(-1, 1, 9) * (centre - _HALF_WIDTH)
    arch = 0.35 + 0.25 * (1 - np.linspace(-1, 1, 9) ** 2)
    draw.line(on_picture(x, arch, depth(x) + 0.12), fill=rim, width=width, joint="curve")
    return Image.alpha_composite(picture, layer.resize(picture.size, Image.Resampling.BOX))
