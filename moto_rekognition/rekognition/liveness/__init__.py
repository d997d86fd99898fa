"""Face Liveness: sessions that a test ends by `liveness`, since no camera reaches a mock."""
