"""The indicators, counted from what the rooms below have recorded."""
