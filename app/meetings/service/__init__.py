"""The verbs of a meeting. Each checks, changes and leaves one audit line."""
