"""Cohort normalisation: what a face has in common with nobodies like it is removed, and what remains is individual.

Two members of a group whose faces are alike (young women of one origin, small children, drawn faces) would match. The
cohort is the same for all faces, so that a vector depends on its own face only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]

#: The share of what a face has in common with the cohort that is removed. Chosen by hand; 0.7 to 1 do as well.
REMOVED = 0.9


def individual(face: Numbers, cohort: Numbers, sharpness: float) -> Numbers:
    """(d,) of unit length: `face` without most of its part along the mean of the cohort.

    face: (d,) of unit length; cohort: (n, d), rows of unit length. sharpness: the weight of a row in the mean is
    exp(sharpness * its cosine with the face).
    """
    # Not `@`, for which OpenBLAS uses threads: see engine/blendshapes.py, _UNTHREADED.
    weights = np.exp(sharpness * np.einsum("ni,i->n", cohort, face))
    common = np.einsum("n,ni->i", weights, cohort)
    common /= np.linalg.norm(common)
    rest = face - REMOVED * (face @ common) * common
    return np.asarray(rest / np.linalg.norm(rest))
