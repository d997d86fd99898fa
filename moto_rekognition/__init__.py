"""Amazon Rekognition's face and collection API inside moto. Importing this package registers it."""

from moto_rekognition import _register

_register.install()
