"""The service as moto sees it; the module names are moto's."""

# Loaded before any of our modules: loading it makes `_register` import ours, which must not be half-loaded by then.
import moto.rekognition.responses  # noqa: F401
