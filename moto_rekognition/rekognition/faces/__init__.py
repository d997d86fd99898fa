"""Faces: detect, compare, index, list, search, delete."""
