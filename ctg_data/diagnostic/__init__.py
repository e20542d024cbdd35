"""Secrecy, uncertainty, comparison, star, gap: from values to a diagnostic."""
