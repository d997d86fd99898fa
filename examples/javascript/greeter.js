// Greets the person in front of the camera by name.
import { RekognitionClient, SearchFacesByImageCommand } from "@aws-sdk/client-rekognition";

export class Greeter {
  constructor(collection, options = {}) {
    this.collection = collection;
    this.rekognition = new RekognitionClient(options);
  }

  async greet(picture) {
    try {
      const { FaceMatches } = await this.rekognition.send(
        new SearchFacesByImageCommand({
          CollectionId: this.collection,
          Image: { Bytes: picture },
          FaceMatchThreshold: 90,
          MaxFaces: 1,
        }),
      );
      return FaceMatches.length ? `Hello ${FaceMatches[0].Face.ExternalImageId}!` : "Hello stranger!";
    } catch (error) {
      if (error.name === "InvalidParameterException") return "Is anybody there?";
      throw error;
    }
  }
}
