"""Data quality: rules that look for figures which cannot be right, or hardly, among what is published."""
