"""The command line, `moto-rekognition`: one module a command. Heavy imports are inside the commands."""

from moto_rekognition.cli.app import main

__all__ = ["main"]
