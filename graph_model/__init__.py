"""What a plan's graph is: its kinds, its terms, its two doors in, its file formats. Imports nothing else of sesaku's."""
