"""Frames in, faces over time out: who is seen when. Decoding the file is not done here."""
