"""The URLs of the service. moto reads them."""

from moto_rekognition._moto import EXTRA_HOSTS
from moto_rekognition.rekognition.responses import RekognitionResponse

url_bases = [r"https?://rekognition\.(.+)\.amazonaws\.com", *EXTRA_HOSTS]
url_paths = {"{0}/$": RekognitionResponse.dispatch}
