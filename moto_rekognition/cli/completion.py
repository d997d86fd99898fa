"""`moto-rekognition completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash: moto-rekognition completion bash > ~/.local/share/bash-completion/completions/moto-rekognition
    zsh:  eval "$(moto-rekognition completion zsh)"      # in ~/.zshrc
    fish: moto-rekognition completion fish > ~/.config/fish/completions/moto-rekognition.fish
    """
    from moto_rekognition.cli.app import main

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(main, {}, "moto-rekognition", "_MOTO_REKOGNITION_COMPLETE").source())
