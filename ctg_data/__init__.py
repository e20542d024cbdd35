"""Territorial portraits and impact tracking of a convention territoriale globale (CTG)."""

__version__ = "0.1.0"
