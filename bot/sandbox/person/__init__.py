"""What a person does in Slack, and what the bot hears of it."""
