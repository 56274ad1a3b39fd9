"""The law of the meeting: its life, its agenda, its roll and its votes, as plain Python."""
