"""`python -m moto_rekognition.server`."""

from moto_rekognition.server import main

if __name__ == "__main__":
    main()
