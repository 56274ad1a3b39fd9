"""The engine of rubrics, and what months and years make of scores; plain Python."""
