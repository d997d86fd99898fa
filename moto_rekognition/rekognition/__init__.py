"""The service. moto prescribes the names of the modules urls, responses, models and exceptions."""

# Import this first: loading it makes `_register` import our modules, which must not be partly loaded at that time.
import moto.rekognition.responses  # noqa: F401
