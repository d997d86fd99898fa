"""Video jobs: face detection and face search in videos."""
