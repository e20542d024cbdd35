"""What a bundle holds that this software never writes."""


class Ecart(Exception):
    """Where, what was found, what was expected: a French clause without its final stop."""
