"""The pytest plugin's entry point: loads the plugin unless MOTO_REKOGNITION_AUTOLOAD is 0; imports no moto."""

import os

if os.environ.get("MOTO_REKOGNITION_AUTOLOAD", "1").lower() not in ("0", "false", "no"):
    pytest_plugins = ("moto_rekognition.pytest_plugin",)
