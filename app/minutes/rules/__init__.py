"""When minutes may be adopted and sealed, and what a record of them is."""
