"""A compact schema of Block Kit: what Slack accepts, and where."""
