"""Face Liveness: sessions whose result a test declares with `liveness`, because a mock has no camera."""
