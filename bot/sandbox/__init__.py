"""A Slack workspace on this machine: Slack's protocols over loopback, for any app.

It imports nothing of the bot. `bot.sandbox.server` puts it together and serves it.
"""
