"""What the product costs, measured beside its peers in one run.

Ratios, never times: a slow machine slows both sides alike, so what is printed can be compared
between machines and between months. Nothing here fails a build.
"""
