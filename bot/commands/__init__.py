"""The subcommands of the command line, one module for those that belong together."""
