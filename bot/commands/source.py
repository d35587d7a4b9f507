"""The command `source`, with everything that can be done about sources."""

import bot.commands.decisions  # noqa: F401 - its commands join the group
from bot.commands.mappings import mapping
from bot.commands.overrides import override
from bot.commands.push_tokens import push_token
from bot.commands.sources import source

source.add_command(mapping)
source.add_command(override)
source.add_command(push_token)

__all__ = ["source"]
