"""Images and videos of requests, as bytes or in S3."""
