"""The command line: the only place where loaders, queries and viz meet, and the only one that talks to a person."""
