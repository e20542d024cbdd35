"""Publisher files to ``mesures``: detect, read, validate, convert."""
