"""What each paper of scoring is drawn from, gathered as plain data."""
