"""The verbs of a programme."""
