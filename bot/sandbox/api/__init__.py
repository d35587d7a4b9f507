"""Slack's Web API, as far as apps of this kind use it."""
