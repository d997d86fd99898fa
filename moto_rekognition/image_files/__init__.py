"""JPEG and PNG files: what they say of themselves, and their pixels. Knows nothing of the service.

Each file is taken apart first, and only what makes up its pixels is given to Pillow. So no metadata, however odd, can
raise an error or a warning, or run into a limit of one of Pillow's releases.
"""

from moto_rekognition.image_files.image_file import ImageFile, Unreadable, read

__all__ = ["ImageFile", "Unreadable", "read"]
