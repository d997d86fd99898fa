"""Amazon Rekognition's face and collection API inside moto. Importing this package registers it."""
