"""Who is sent where, what they reported, and which meetings nobody saw."""
