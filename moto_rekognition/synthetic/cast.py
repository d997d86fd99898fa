"""People with names, chosen to be further apart than any two strangers."""

from __future__ import annotations

#: Name -> seed. Chosen one by one, each the furthest from those before, in several poses and lights, by the default
#: descriptor; `python benchmarks/synthetic_faces.py cast` measures how far apart they are.
CAST = {
    "ada": 115,
    "alan": 59,
    "annie": 99,
    "barbara": 48,
    "claude": 47,
    "dennis": 19,
    "donald": 8,
    "edsger": 5,
    "frances": 116,
    "grace": 103,
    "hedy": 61,
    "john": 49,
    "katherine": 55,
    "ken": 77,
    "linus": 67,
    "margaret": 4,
}
