// Runs against a moto server: MOTO_URL=http://127.0.0.1:5000 npm test
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CreateCollectionCommand, IndexFacesCommand } from "@aws-sdk/client-rekognition";
import { Greeter } from "./greeter.js";

const url = process.env.MOTO_URL ?? "http://127.0.0.1:5000";
const options = {
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  maxAttempts: 3,
};
const base64 = (text) => Buffer.from(text).toString("base64");

async function moto(path, body) {
  const reply = await fetch(`${url}/moto-api/${path}`, { method: "POST", body: JSON.stringify(body) });
  assert.ok(reply.ok, await reply.text());
}
const declare = (bytes, faces) => moto("static/rekognition/declarations", { Bytes: base64(bytes), Faces: faces });
const fault = (parameters) => moto("static/rekognition/faults", parameters);

let greeter;

beforeEach(async () => {
  await moto("reset");
  greeter = new Greeter("visitors", options);
  await greeter.rekognition.send(new CreateCollectionCommand({ CollectionId: "visitors" }));
  await declare("portrait", [{ Identity: "ada" }]);
  await greeter.rekognition.send(
    new IndexFacesCommand({
      CollectionId: "visitors",
      Image: { Bytes: Buffer.from("portrait") },
      ExternalImageId: "Ada",
    }),
  );
});

test("greets someone it knows by name", async () => {
  await declare("visit", [{ Identity: "ada", Sunglasses: true, Pose: { Yaw: 20 } }]);
  assert.equal(await greeter.greet(Buffer.from("visit")), "Hello Ada!");
});

test("greets a stranger", async () => {
  await declare("visit", [{ Identity: "eve" }]);
  assert.equal(await greeter.greet(Buffer.from("visit")), "Hello stranger!");
});

test("wonders whether anybody is there", async () => {
  await declare("visit", []);
  assert.equal(await greeter.greet(Buffer.from("visit")), "Is anybody there?");
});

test("does not give up when the service is busy", async () => {
  await fault({ Operation: "SearchFacesByImage", Error: "ThrottlingException", Times: 2 });
  assert.equal(await greeter.greet(Buffer.from("portrait")), "Hello Ada!");
});

test("does not hide what it cannot handle", async () => {
  await fault({ Operation: "SearchFacesByImage", Error: "AccessDeniedException" });
  await assert.rejects(greeter.greet(Buffer.from("portrait")), { name: "AccessDeniedException", $fault: "client" });
});
