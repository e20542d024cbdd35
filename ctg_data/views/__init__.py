"""Selection and published values to the frozen, plain data of one page."""
