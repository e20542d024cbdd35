"""Views to files a person takes away: CSV, one-file HTML."""
