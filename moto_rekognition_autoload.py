"""pytest plugin entry point: registers the service as soon as moto's rekognition is imported, and imports nothing itself."""
