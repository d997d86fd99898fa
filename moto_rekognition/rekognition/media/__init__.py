"""What a request points at: an image, as bytes or in S3, and the observation of it."""
