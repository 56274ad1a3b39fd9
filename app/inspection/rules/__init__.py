"""How a line of the trail is read: what was done, to what, and what changed."""
