"""The questions asked of programmes."""
