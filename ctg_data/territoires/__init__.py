"""Levels, membership, vintages, contours: the geography everything else stands on."""
