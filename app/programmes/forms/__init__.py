"""What is typed into a programme."""
