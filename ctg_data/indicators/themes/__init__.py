"""INDICATEURS of each branch of the family-benefit field, one module per branch."""
