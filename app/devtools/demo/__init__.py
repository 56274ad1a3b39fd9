"""The written sample, lived through the rooms' own services, moment after moment.

Nothing is put into a table by hand: what the demo shows, the product itself can reach.
"""
