"""The command `moto-rekognition` and its subcommands."""

from __future__ import annotations

from importlib import import_module

import click

from moto_rekognition.cli.exits import EPILOG

#: Command -> the module of this package that has it, as the attribute `command`.
COMMANDS = {
    "detect": "detect",
    "compare": "compare",
    "search": "search",
    "index": "index",
    "synth": "synth",
    "download-model": "download_model",
    "doctor": "doctor",
    "completion": "completion",
}


class Commands(click.Group):
    """Subcommands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"moto_rekognition.cli.{module}").command
        return command


@click.command(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="moto-rekognition")
def main() -> None:
    """Amazon Rekognition inside moto, from the command line.

    Commands look at pictures in this process, or ask any endpoint with --endpoint URL: a moto_rekognition_server, or
    the real service.
    """
