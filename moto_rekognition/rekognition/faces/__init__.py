"""Faces: detected, compared, stored, listed, searched, deleted."""
