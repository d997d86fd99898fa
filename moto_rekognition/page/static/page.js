// The page works without this script, except for "Try it": it only shows changes as they happen.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const ATTRIBUTES = {
  Smile: "smiling", Eyeglasses: "eyeglasses", Sunglasses: "sunglasses", Beard: "beard", Mustache: "mustache",
  MouthOpen: "mouth open", EyesOpen: "eyes open", FaceOccluded: "occluded",
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Live sections -------------------------------------------------------------------------------------------------

async function refresh() {
  if (document.hidden) return;
  let text;
  try {
    const answer = await fetch(location.href.split("#")[0]);
    if (!answer.ok) return;
    text = await answer.text();
  } catch {
    document.getElementById("state").textContent = "the server does not answer";
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const state = document.getElementById("state");
  if (state.textContent !== page.getElementById("state").textContent) {
    state.textContent = page.getElementById("state").textContent;
  }
  for (const section of document.querySelectorAll("[data-live]")) {
    const now = page.getElementById(section.id);
    // What somebody is reading or operating stays as it is.
    if (now === null || section.contains(document.activeElement) || section.innerHTML === now.innerHTML) continue;
    const places = [...section.querySelectorAll(".scroll")].map((each) => [each.scrollLeft, each.scrollTop]);
    section.replaceChildren(...now.childNodes);
    section.querySelectorAll(".scroll").forEach((each, at) => each.scrollTo(...(places[at] ?? [0, 0])));
  }
  const where = document.getElementById("where");
  const options = page.getElementById("where");
  if (where !== null && options !== null && where !== document.activeElement && where.innerHTML !== options.innerHTML) {
    const chosen = where.value;
    where.replaceChildren(...options.childNodes);
    where.value = chosen;
    if (where.selectedIndex < 0) where.selectedIndex = 0;
  }
}

// Try it --------------------------------------------------------------------------------------------------------

let photo = null; // Blob

async function attempt() {
  if (photo === null) return;
  const said = document.getElementById("try-said");
  said.textContent = "Looking…";
  const other = document.getElementById("other").files[0];
  const query = new URLSearchParams(document.getElementById("where").value);
  query.set("first", photo.size);
  try {
    const answer = await fetch(`/moto-api/rekognition/try?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: new Blob(other === undefined ? [photo] : [photo, other]),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const answers = await answer.json();
    await show(answers);
    const faces = answers.DetectFaces.FaceDetails;
    said.textContent = faces === undefined
      ? `${answers.DetectFaces.Error.Code}: ${answers.DetectFaces.Error.Message}`
      : `${faces.length} ${faces.length === 1 ? "face" : "faces"}`;
  } catch (error) {
    said.textContent = `That did not work: ${error.message}`;
  }
}

async function show(answers) {
  const details = answers.DetectFaces.FaceDetails ?? [];
  document.getElementById("picture").replaceChildren(await drawing(details));
  const list = element("ol");
  for (const face of details) list.append(described(face));
  document.getElementById("faces").replaceChildren(details.length ? list : "");
  const open = new Set([...document.querySelectorAll("#answers details[open]")].map((each) => each.id));
  document.getElementById("answers").replaceChildren(
    ...Object.entries(answers).map(([operation, answer]) => {
      const summary = element("summary", {}, operation, " ", element("span", {}, inShort(answer)));
      const label = `Answer of ${operation}`;
      const text = element("pre", { tabindex: "0", role: "region", "aria-label": label });
      text.textContent = JSON.stringify(answer, null, 2);
      const made = element("details", { id: `answer-${operation}` }, summary, text);
      made.open = open.has(made.id);
      return made;
    }),
  );
  document.getElementById("seen").hidden = false;
}

function inShort(answer) {
  if (answer.Error) return answer.Error.Code ?? "error";
  const lists = Object.entries(answer).filter(([, value]) => Array.isArray(value));
  return lists.map(([name, value]) => `${value.length} ${name}`).join(", ");
}

async function drawing(details) {
  let size = { width: 400, height: 300 };
  const url = URL.createObjectURL(photo);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    size = { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    // Declared content need not be an image.
  }
  const { width, height } = size;
  const drawn = shape("svg", {
    class: "whole", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `The photo with ${details.length} ${details.length === 1 ? "face" : "faces"}`,
  }, shape("image", { href: url, width, height }));
  details.forEach((face, at) => {
    const box = face.BoundingBox;
    const [x, y, w, h] = [box.Left * width, box.Top * height, box.Width * width, box.Height * height];
    drawn.append(shape("rect", { class: "box", x, y, width: w, height: h }));
    for (const point of face.Landmarks) {
      drawn.append(shape("circle", { class: "point", cx: point.X * width, cy: point.Y * height, r: h / 70 }));
    }
    drawn.append(shape("text", { x: x + h / 40, y: y + h / 7, "font-size": h / 8 }, String(at + 1)));
  });
  return drawn;
}

function described(face) {
  const emotion = face.Emotions[0];
  const flags = Object.entries(ATTRIBUTES).filter(([name]) => face[name].Value);
  const pose = face.Pose;
  const words = flags.map(([name, word]) => `${word} ${face[name].Confidence.toFixed(0)} %`);
  return element("li", {},
    element("p", {}, element("strong", {}, `${emotion.Type.toLowerCase()} ${emotion.Confidence.toFixed(0)} %`)),
    element("p", {}, words.join(", ")),
    element("p", {}, `yaw ${Math.round(pose.Yaw)}°, pitch ${Math.round(pose.Pitch)}°, roll ${Math.round(pose.Roll)}°`),
    element("p", {}, `brightness ${face.Quality.Brightness.toFixed(0)}, sharpness ${face.Quality.Sharpness.toFixed(0)}`),
  );
}

function choose(blob) {
  if (!blob) return;
  photo = blob;
  attempt();
}

function begin() {
  setInterval(refresh, 2000);
  const drop = document.getElementById("drop");
  if (drop === null) return;
  document.getElementById("photo").addEventListener("change", (event) => choose(event.target.files[0]));
  document.getElementById("other").addEventListener("change", attempt);
  document.getElementById("where").addEventListener("change", attempt);
  document.getElementById("try-form").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("draw").addEventListener("click", async () => {
    const names = ["ada", "grace", "alan", "katherine", "linus", "radia"];
    const name = names[Math.floor(Math.random() * names.length)];
    choose(await (await fetch(`/moto-api/rekognition/drawn?name=${name}`)).blob());
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop") choose(event.dataTransfer.files[0]);
    });
  }
}

begin();
