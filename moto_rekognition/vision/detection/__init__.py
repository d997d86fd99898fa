"""Where to look: finds the faces of an image, and verifies each."""
