// The life of a collection with the AWS SDK for JavaScript v3. Prints what was found as JSON; throws when an error is
// not of its class, or does not carry the service's own fields.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const sdk = require("@aws-sdk/client-rekognition");

const client = new sdk.RekognitionClient({ endpoint: process.env.ENDPOINT, maxAttempts: 1 });
const photo = (name) => ({ Bytes: readFileSync(`${name}.jpg`) });

async function refused(kind, command) {
  const error = await client.send(command).then(
    () => assert.fail(`${kind} expected`),
    (reason) => reason,
  );
  assert.equal(error.name, kind, error.stack);
  assert.ok(error instanceof (sdk[kind] ?? sdk.RekognitionServiceException), `${kind} is of its class`);
  if (kind !== "ValidationException") assert.equal(error.Code, kind); // the front end has no Code
  assert.equal(error.$fault, "client");
  assert.equal(error.$metadata.httpStatusCode, 400);
  assert.ok(error.$metadata.requestId);
  return error.message;
}

async function main() {
  const CollectionId = "visitors";
  const found = {};
  const created = await client.send(new sdk.CreateCollectionCommand({ CollectionId }));
  assert.equal(created.StatusCode, 200);
  found.collections = (await client.send(new sdk.ListCollectionsCommand({}))).CollectionIds;

  for (const name of ["ada-1", "ada-2", "bob"]) {
    const indexed = await client.send(
      new sdk.IndexFacesCommand({ CollectionId, Image: photo(name), ExternalImageId: name, DetectionAttributes: ["ALL"] }),
    );
    assert.equal(indexed.FaceRecords.length, 1);
    assert.equal(indexed.FaceRecords[0].FaceDetail.Landmarks.length, 30);
  }
  const described = await client.send(new sdk.DescribeCollectionCommand({ CollectionId }));
  assert.equal(described.FaceCount, 3);
  assert.ok(described.CreationTimestamp instanceof Date);
  assert.ok(Math.abs(described.CreationTimestamp - Date.now()) < 60_000);

  const faces = [];
  for await (const page of sdk.paginateListFaces({ client, pageSize: 2 }, { CollectionId })) faces.push(...page.Faces);
  found.faces = faces.map((face) => face.ExternalImageId).sort();

  const search = new sdk.SearchFacesByImageCommand({ CollectionId, Image: photo("ada-1"), FaceMatchThreshold: 80 });
  found.searched = (await client.send(search)).FaceMatches.map((match) => match.Face.ExternalImageId);

  const user = { CollectionId, UserId: "ada" };
  await client.send(new sdk.CreateUserCommand(user));
  found.user = (await client.send(new sdk.ListUsersCommand({ CollectionId }))).Users[0].UserStatus;

  const s3 = { S3Object: { Bucket: "nowhere", Name: "a.jpg" } };
  const refusals = {
    ResourceNotFoundException: new sdk.ListFacesCommand({ CollectionId: "nobody" }),
    ResourceAlreadyExistsException: new sdk.CreateCollectionCommand({ CollectionId }),
    InvalidImageFormatException: new sdk.DetectFacesCommand({ Image: photo("text") }),
    InvalidS3ObjectException: new sdk.DetectFacesCommand({ Image: s3 }),
    ConflictException: new sdk.CreateUserCommand(user),
    ValidationException: new sdk.SearchFacesCommand({ CollectionId: "", FaceId: "x", MaxFaces: 0 }),
  };
  found.errors = {};
  for (const [kind, command] of Object.entries(refusals)) found.errors[kind] = await refused(kind, command);

  const FaceIds = faces.map((face) => face.FaceId);
  assert.equal((await client.send(new sdk.DeleteFacesCommand({ CollectionId, FaceIds }))).DeletedFaces.length, 3);
  assert.equal((await client.send(new sdk.DeleteCollectionCommand({ CollectionId }))).StatusCode, 200);
  console.log(JSON.stringify(found));
}

main();
