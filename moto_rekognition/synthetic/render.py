"""Draws one person: light on the figure, paint on the pixels; a cut-out picture comes out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from moto_rekognition.synthetic import hair
from moto_rekognition.synthetic.camera import DISTANCE, Stance, View
from moto_rekognition.synthetic.fields import bump, mix, step
from moto_rekognition.synthetic.figure import Figure, Part, build_figure
from moto_rekognition.synthetic.head import Head
from moto_rekognition.synthetic.identity import Person
from moto_rekognition.synthetic.paint import face_sheet
from moto_rekognition.synthetic.raster import Fragments, rasterize
from moto_rekognition.synthetic.sheet import sample

_AMBIENT, _DIRECT = 0.52, 1.10
#: Shadows are warmer than what lies in the light: added to RGB in full shadow.
_WARMTH = np.array([0.10, 0.00, -0.02], np.float32)
_HAIR_GLOSS = 0.7
#: Behind this z (cm) the sheet, which is painted from the front, says nothing about the skin.
_BEHIND = -3.2
#: Turns the blurred alpha of a silhouette into one that is soft inwards only.
_SOFTEN = [max(0, 2 * value - 255) for value in range(256)]


class Lighting(NamedTuple):
    """Per vertex, float32: diffuse brightness and highlight."""

    diffuse: NDArray[np.float32]
    highlight: NDArray[np.float32]


def draw_person(head: Head, stance: Stance, view: View, light: tuple[float, float], mask: bool) -> Image.Image:
    """RGBA, as large as `view`. light: azimuth (> 0: from the image's right) and elevation, degrees."""
    figure = build_figure(head, stance)
    width, height = view.size
    towards_camera = np.array([0, 0, DISTANCE]) - figure.points[figure.triangles[:, 0]]
    facing = (figure.normals[figure.triangles].sum(1) * towards_camera).sum(1) > -0.1 * DISTANCE
    fragments = rasterize(view.project(figure.points), figure.triangles[facing], width, height)
    lighting = _light(figure, light)

    pixels = np.zeros((height * width, 4), np.uint8)
    part = figure.part[fragments.corners[0]]
    painted = (part == Part.HEAD) | (part == Part.HAIR)
    _draw_plain(pixels, np.nonzero(~painted)[0], fragments, figure, lighting, head.person)
    sheet = face_sheet(head.person, head.expression, mask, float(np.clip(view.scale, 8, 18)))
    _draw_painted(pixels, np.nonzero(painted)[0], fragments, figure, lighting, head.person, sheet)

    picture = Image.fromarray(pixels.reshape(height, width, 4))
    picture.putalpha(picture.getchannel("A").filter(ImageFilter.BoxBlur(1)).point(_SOFTEN))
    return picture


def _light(figure: Figure, light: tuple[float, float]) -> Lighting:
    """Light that wraps around, a sky brighter than the ground, and a soft highlight."""
    azimuth, elevation = np.radians(light)
    direction = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
    half_way = direction + np.array([0, 0, 1])
    half_way /= np.linalg.norm(half_way) + 1e-9
    sky = 0.74 + 0.32 * (0.5 + 0.5 * figure.normals[:, 1])
    wrapped = np.clip((figure.normals @ direction + 0.35) / 1.35, 0, 1)
    diffuse = _AMBIENT * sky + (_DIRECT - _AMBIENT) * wrapped
    highlight = 0.06 * np.clip(figure.normals @ half_way, 0, 1) ** 22
    return Lighting(diffuse.astype(np.float32), highlight.astype(np.float32))


def _shade(colour: Any, diffuse: Any, highlight: Any) -> Any:
    """RGB 0..255 of surfaces of `colour` (n, 3), 0..1."""
    lit = colour * (diffuse + (1 - diffuse) * _WARMTH) + highlight
    return np.clip(lit * 255, 0, 255)


def _put(pixels: NDArray[np.uint8], where: NDArray[Any], rgb: Any) -> None:
    opaque = np.full((len(where), 4), 255, np.uint8)
    opaque[:, :3] = rgb
    pixels[where] = opaque


def _draw_plain(
    pixels: NDArray[np.uint8],
    which: NDArray[Any],
    fragments: Fragments,
    figure: Figure,
    lighting: Lighting,
    person: Person,
) -> None:
    """Ears, neck and shirt: one colour a vertex."""
    colour = np.zeros((len(figure.part), 3))
    ear, neck, shirt = (figure.part == part for part in (Part.EAR, Part.NECK, Part.SHIRT))
    y, z = figure.own[:, 1], figure.own[:, 2]
    hollow = 1 - 0.25 * bump(z[ear], y[ear], -2.8, -1.1, 0.8, 1.2)
    colour[ear] = person.skin * (0.98, 0.88, 0.86) * hollow[:, None]
    under_chin = 1 - 0.40 * step(-15.5, -10.5, y[neck])
    colour[neck] = person.skin * (0.98, 0.94, 0.93) * under_chin[:, None]
    colour[shirt] = person.shirt
    gloss = np.where(shirt, 0.1, 0.5)
    lit = _shade(colour, lighting.diffuse[:, None], (lighting.highlight * gloss)[:, None])
    _put(pixels, fragments.pixel[which], fragments.interpolate(lit.astype(np.float32), which))


def _draw_painted(
    pixels: NDArray[np.uint8],
    which: NDArray[Any],
    fragments: Fragments,
    figure: Figure,
    lighting: Lighting,
    person: Person,
    sheet: NDArray[np.float32],
) -> None:
    """Face and hair: the sheet where there is skin, strands where there is hair."""
    vertices = np.concatenate(
        [figure.own, figure.above, lighting.diffuse[:, None], lighting.highlight[:, None]], 1
    ).astype(np.float32)
    x, y, z, above, edge, diffuse, highlight = fragments.interpolate(vertices, which).T
    surface = np.empty((len(which), 4), np.float32)

    skin = np.nonzero(edge < 0.4)[0]
    surface[skin] = sample(sheet, x[skin], y[skin])
    surface[skin[z[skin] < _BEHIND]] = (*person.skin, 1)
    surface[skin, :3] *= (1 - 0.22 * hair.shadow(above[skin], z[skin]))[:, None]

    hairy = np.nonzero(edge > -0.2)[0]
    pattern = hair.strands(person, x[hairy], y[hairy], z[hairy])
    strands = np.empty((len(hairy), 4), np.float32)
    strands[:, :3] = person.hair * (1 + 0.24 * pattern)[:, None]
    strands[:, 3] = _HAIR_GLOSS
    share = step(-0.08, 0.08, edge[hairy] + 0.10 * pattern)[:, None]
    below = np.where((edge[hairy] < 0.4)[:, None], surface[hairy], strands)
    surface[hairy] = mix(below, strands, share)

    lit = _shade(surface[:, :3], diffuse[:, None], (highlight * surface[:, 3])[:, None])
    _put(pixels, fragments.pixel[which], lit)
