"""What pages and documents ask about meetings."""
