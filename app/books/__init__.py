"""The minute book: a branch's year of adopted minutes, bound into one file."""
