"""What a test declares: faces for pictures, faults for operations, the ends of liveness checks, lag and time.

Declarations live where moto's own state lives: they are forgotten when the outermost mock ends and when moto is reset.
Nothing of numpy, moto or botocore is imported before something is declared.
"""

from moto_rekognition.outcomes.declarations import Declaration, declare
from moto_rekognition.outcomes.declared_face import DeclaredFace, face
from moto_rekognition.outcomes.faults import Fault, fault
from moto_rekognition.outcomes.liveness_checks import Liveness, liveness
from moto_rekognition.outcomes.timing import clock, lag

__all__ = ["Declaration", "DeclaredFace", "Fault", "Liveness", "clock", "declare", "face", "fault", "lag", "liveness"]
