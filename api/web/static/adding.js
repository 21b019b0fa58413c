// Read articles that are dropped, chosen or pasted, one after the other, and say what became of each.

import { announce, ask, counted, element, sending, short } from "./dom.js";

const MOST_BYTES = 20_000_000;
const MOST_ENTITIES = 12;
const TEXT = /\.(txt|text|md)$/i;

const form = document.getElementById("add");
const list = document.getElementById("added");
const pasted = document.getElementById("pasted");
const chosen = document.getElementById("files");
let last = Promise.resolve();

function row(name) {
  const said = element("p", { class: "quiet" }, "Waiting…");
  const item = element("li", {}, element("bdi", {}, short(name, 120)), said);
  list.prepend(item);
  return { item, name, say: (...parts) => said.replaceChildren(...parts) };
}

async function read(work, article) {
  work.say(element("progress", { "aria-label": `Reading ${short(work.name, 60)}` }), " Reading…");
  announce(`Reading ${short(work.name, 60)}`);
  const kept = await ask("/api/documents", sending(article));
  const words = `${kept.outcome}: ${counted(kept.entities, "entity", "entities")}, ${counted(kept.claims, "claim")}. ${kept.message}`;
  const address = `/documents/${encodeURIComponent(kept.document)}`;
  work.say(`${clip(words)} `, element("a", { href: address }, "Open the document"));
  announce(clip(words));
  return kept.document;
}

function clip(words) {
  return short(words.charAt(0).toUpperCase() + words.slice(1), 400);
}

async function showEntities(work, documentId) {
  const { entities } = await ask(`/api/documents/${encodeURIComponent(documentId)}`);
  const links = entities.slice(0, MOST_ENTITIES).map(({ id, name }) => {
    const href = `/entities/${encodeURIComponent(id)}`;
    return element("li", {}, element("a", { href }, element("bdi", {}, short(name, 80))));
  });
  const left = entities.length - links.length;
  if (left > 0) links.push(element("li", { class: "quiet" }, `and ${left} more`));
  work.item.append(element("ul", { class: "tally" }, ...links));
}

/** Read one article after those before it; a failure is said, and its text kept where it was. */
function add(name, articleOf, then = () => {}) {
  const work = row(name);
  last = last.then(async () => {
    try {
      const id = await read(work, await articleOf());
      then();
      await showEntities(work, id);
    } catch (error) {
      const text = `It could not be added or shown: ${short(error.message, 300)}`;
      work.item.append(element("p", { class: "trouble", role: "alert" }, text));
      if (work.item.querySelector("progress")) work.say();
      announce(text);
    }
  });
}

async function textOf(file) {
  if (!TEXT.test(file.name)) throw new Error("only plain text (.txt, .md) is read here; give other files to redstring ingest");
  if (file.size > MOST_BYTES) throw new Error("it is larger than 20 MB; give it to redstring ingest");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return { text, source: file.name };
  } catch {
    throw new Error("it is not text in UTF-8; save it as such first");
  }
}

function addFiles(files) {
  for (const file of files) add(file.name, () => textOf(file));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = pasted.value;
  if (!text.trim()) return pasted.focus();
  add(text.trim().split("\n", 1)[0].slice(0, 120), () => ({ text }), () => {
    if (pasted.value === text) pasted.value = "";
  });
});
chosen.addEventListener("change", () => {
  addFiles([...chosen.files]);
  chosen.value = "";
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop") addFiles([...event.dataTransfer.files]);
  });
}
form.closest("section").hidden = false;
