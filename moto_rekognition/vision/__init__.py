"""Pixels in, faces out; knows nothing of moto, AWS or HTTP."""
