"""What a server shows at /moto-api/rekognition/: the state of the service, recent requests, and a place to try."""
