"""A workspace's settings as text, which a form in Slack and the shell both give."""
