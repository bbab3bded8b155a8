"""plo asyncapi: the contract of the topics, for programs."""

import typer

from broker.cli.pages import OPERATING, command

app = typer.Typer()

HELP = "Skriv ut AsyncAPI 3-dokumentet: emnene, hva de inneholder, og JSON Schema for hver hendelse."


@command(app, "asyncapi", HELP, "plo asyncapi > asyncapi.json", OPERATING)
def asyncapi() -> None:
    """Print the document."""
    from schemas.asyncapi import document

    print(document(), end="")
