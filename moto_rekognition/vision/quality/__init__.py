"""How good the image of a face is: brightness, sharpness, confidence, the quality filter."""
