"""One module a file format; each yields the same stream of TableLine."""
