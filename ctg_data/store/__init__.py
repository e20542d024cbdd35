"""Immutable editions: the private store (exact) and the published store (protected)."""
