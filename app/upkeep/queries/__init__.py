"""Questions about the installation as a whole: does everything hold, when was it last backed up."""
