"""What a test declares: faces of images and videos, faults, results of liveness checks, lag and time.

Declarations are part of moto's state: they end when the outermost mock ends and when moto is reset. numpy, moto and
botocore are not imported before the first declaration.
"""

from moto_rekognition.outcomes.declarations import Declaration, declare
from moto_rekognition.outcomes.declared_face import DeclaredFace, face
from moto_rekognition.outcomes.faults import Fault, fault
from moto_rekognition.outcomes.liveness_checks import Liveness, liveness
from moto_rekognition.outcomes.timing import clock, lag

__all__ = ["Declaration", "DeclaredFace", "Fault", "Liveness", "clock", "declare", "face", "fault", "lag", "liveness"]
