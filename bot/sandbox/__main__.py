"""`python -m bot.sandbox`: a workspace of its own for any app, without its launcher."""

import asyncio
from pathlib import Path

import click
import yaml

from bot.sandbox.company_file import DEFAULT_COMPANY, read_company
from bot.sandbox.config import SandboxConfig
from bot.sandbox.manifest import parse_manifest
from bot.sandbox.server import build_sandbox, open_socket, serve

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--manifest", type=_FILE, default=Path("manifest.yml"), help="The app's manifest.")
@click.option("--bot-url", help="Where the bot takes Slack's requests; without it, Socket Mode.")
@click.option("--seed", type=_FILE, default=DEFAULT_COMPANY, help="Another company.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", default=3000, show_default=True, help="Page and Web API.")
@click.option("--bot-token", default="xoxb-sandbox", show_default=True)
@click.option("--app-token", default="xapp-sandbox", show_default=True)
@click.option("--signing-secret", default="sandbox", show_default=True)
@click.option("--rate-limits", is_flag=True, help="Hold Slack's rate limits from the start.")
def main(
    manifest: Path,
    bot_url: str | None,
    seed: Path,
    host: str,
    port: int,
    bot_token: str,
    app_token: str,
    signing_secret: str,
    *,
    rate_limits: bool,
) -> None:
    """Serve a Slack workspace on this machine."""
    try:
        config = SandboxConfig(
            manifest=parse_manifest(yaml.safe_load(manifest.read_text(encoding="utf-8"))),
            company=read_company(seed),
            signing_secret=signing_secret,
            bot_token=bot_token,
            app_token=app_token,
            bot_url=bot_url,
            host=host,
            port=port,
            has_rate_limits=rate_limits,
        )
        listening = open_socket(config)
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"The workspace is at {config.base_url}; its Web API at {config.base_url}/api/")
    asyncio.run(serve(build_sandbox(config), listening))


if __name__ == "__main__":
    main()
