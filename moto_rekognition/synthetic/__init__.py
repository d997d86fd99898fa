"""Drawn pictures and videos of people who do not exist, which face detectors find. numpy and Pillow only.

>>> from moto_rekognition.synthetic import Face, group
>>> jpeg = Face(identity=1, yaw=15, smile=0.8).jpeg()
>>> Face(identity="ada", sunglasses=True).truth.attributes.sunglasses
True
>>> [truth.identity for truth in group([Face("ada"), Face("grace")]).truth]
['ada', 'grace']
>>> from moto_rekognition.synthetic import film
>>> clip = film([(0, [Face("ada", yaw=-30)]), (2000, [Face("ada", yaw=30), Face("grace")])])
>>> [truth.pose.yaw for truth in clip.at(1000).truth]
[0.0]
"""

from moto_rekognition.synthetic.cast import CAST
from moto_rekognition.synthetic.clip import Clip, film
from moto_rekognition.synthetic.crowd import Group, group
from moto_rekognition.synthetic.expression import EXPRESSIONS
from moto_rekognition.synthetic.identity import BEARDS, HAIR_STYLES
from moto_rekognition.synthetic.portrait import Face
from moto_rekognition.synthetic.truth import Attributes, Truth

__all__ = [
    "BEARDS",
    "CAST",
    "EXPRESSIONS",
    "HAIR_STYLES",
    "Attributes",
    "Clip",
    "Face",
    "Group",
    "Truth",
    "film",
    "group",
]
