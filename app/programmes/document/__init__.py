"""The papers of a programme: frozen plain data only."""
