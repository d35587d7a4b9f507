"""The way to the bot: signed HTTP or Socket Mode, three seconds, retries."""
