"""Backups are made, and put back."""
