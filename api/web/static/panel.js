// The panel beside the picture: what was chosen, and the sentences that say so.

import { announce, ask, clean, counted, element, short } from "./dom.js";

const PAGE = 20;
const AROUND = 500;
const MOST_ALIKE = 4;
const HELD = {
  asserted: "stated as a fact",
  alleged: "alleged, not stated as a fact",
  hypothetical: "said to be possible only",
  denied: "denied",
};

const home = document.getElementById("about");
const place = document.getElementById("selected");
let shown = "";

function show(...parts) {
  home.hidden = parts.length > 0;
  place.hidden = !parts.length;
  place.replaceChildren(...parts);
}

/** Show again whom the page is about. */
export function showHome() {
  shown = "";
  show();
}

function back() {
  const button = element("button", { type: "button", class: "back" }, "Back");
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("unselect")));
  return button;
}

function nameOf(entity) {
  return element("bdi", {}, entity.name);
}

function figures(card) {
  const cells = ["link", "claim", "document"].map((one) => {
    const number = card[`${one}s`];
    const name = number === 1 ? one : `${one}s`;
    return element("div", {}, element("dt", {}, name), element("dd", {}, String(number)));
  });
  return element("dl", { class: "figures small" }, ...cells);
}

function step(words, detail, attributes = {}) {
  const button = element("button", { type: "button", ...attributes }, words);
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("step", { detail })));
  return button;
}

/** Offer the links of an entity that are not shown, all of them or those of one type. */
function offers(entity, more, key, picture, shownLinks) {
  const left = new Map(more);
  for (const id of shownLinks) {
    const { source, target, type } = picture.links[id];
    if (source === key || target === key) left.set(type, (left.get(type) ?? 0) - 1);
  }
  const types = [...left].filter(([, number]) => number > 0);
  if (!types.length) return [element("p", { class: "quiet" }, "All its links are shown.")];
  const all = types.reduce((sum, [, number]) => sum + number, 0);
  const items = types.map(([type, number]) => {
    const words = `${picture.phrases[type]}, ${number} more`;
    return element("li", {}, step(words, { kind: "grow", id: entity.id, how: type }));
  });
  const whole = step(`Expand: ${counted(all, "link")} more`, { kind: "grow", id: entity.id, how: "" }, { id: "expand" });
  return [whole, ...(items.length > 1 ? [element("ul", { class: "offers" }, ...items)] : [])];
}

/** Show an entity; its counts and the links not shown come from the API, all else is in the page. */
export async function showEntity(key, picture, shownLinks) {
  const entity = picture.entities[key];
  shown = key;
  const counts = element("div", {}, element("p", { class: "quiet" }, "Counting…"));
  const also = [...entity.aliases];
  if (entity.moreAliases) also.push(`and ${entity.moreAliases} more`);
  const growth = element("div", { class: "growth" });
  const like = element("div", { class: "growth" });
  const from = `/paths?${new URLSearchParams({ source: entity.id })}`;
  const aliases = also.length ? [element("p", { class: "aliases" }, `Also: ${also.join(", ")}`)] : [];
  show(
    back(),
    element("p", { class: "kicker" }, entity.kind),
    element("h2", { class: "title" }, nameOf(entity)),
    ...aliases,
    counts,
    growth,
    element(
      "p",
      { class: "doings" },
      element("a", { class: "button", href: entity.href }, "Put in the middle"),
      " ",
      step("Hide", { kind: "hide", id: entity.id, how: "" }, { id: "hide" }),
      " ",
      element("a", { class: "button", href: from }, "Path from here"),
    ),
    like,
  );
  announce(`Chosen: ${entity.name}, ${entity.kind}`);
  try {
    const address = `/api/entities/${encodeURIComponent(entity.id)}`;
    const all = ask(`${address}/neighbourhood?limit=1&${picture.asked}`);
    counts.replaceChildren(figures(await ask(address)));
    growth.replaceChildren(...offers(entity, (await all).more, key, picture, shownLinks));
    like.replaceChildren(...(await alike(entity, picture.alike)));
  } catch (error) {
    counts.replaceChildren(trouble("The counts could not be fetched", error));
  }
}

/** Return a list of entities with like names, each to be compared; nothing where there is none. */
async function alike({ id, name, label }, labels) {
  if (!labels[label].length) return [];
  const asked = new URLSearchParams({ text: name.slice(0, 200), limit: String(MOST_ALIKE + 1) });
  for (const each of labels[label]) asked.append("labels", each);
  const { items } = await ask(`/api/search?${asked}`);
  const others = items.filter(({ entity }) => entity.id !== id).slice(0, MOST_ALIKE);
  if (!others.length) return [];
  const rows = others.map(({ entity }) => {
    const href = `/compare?${new URLSearchParams({ one: id, other: entity.id })}`;
    return element("li", {}, element("a", { href }, element("bdi", {}, short(entity.name, 80))));
  });
  return [element("h3", {}, "A like name: one and the same?"), element("ul", { class: "besides alike" }, ...rows)];
}

function trouble(what, error) {
  const text = `${what}: ${short(error.message, 300)}`;
  announce(text);
  return element("p", { class: "trouble", role: "alert" }, text);
}

function inWords(link, entities) {
  const [source, target] = [entities[link.source], entities[link.target]];
  return [nameOf(source), ` ${link.phrase} `, nameOf(target)];
}

function held(status) {
  return element("span", { class: `status ${status}`, title: HELD[status] }, status);
}

function facts(link) {
  const parts = [`${counted(link.claims, "claim")} in ${counted(link.documents, "document")}`];
  if (link.years) parts.unshift(link.years);
  return element("p", { class: "facts" }, ...link.statuses.map(held), ` ${parts.join(" · ")}`);
}

/** Show a link and the first page of its evidence; `others` join the same two. */
export function showLink(id, others, picture) {
  const link = picture.links[id];
  const list = element("ol", { class: "evidence" });
  const foot = element("div", { class: "foot" });
  shown = id;
  show(
    back(),
    element("p", { class: "kicker" }, `Link, ${link.family}`),
    element("h2", { class: "title" }, ...inWords(link, picture.entities)),
    facts(link),
    list,
    foot,
    ...besides(others, picture),
  );
  announce(`Chosen: ${place.querySelector("h2").textContent}, ${link.status}`);
  return more(id, null, list, foot);
}

function besides(others, picture) {
  if (!others.length) return [];
  const items = others.map((id) => {
    const link = picture.links[id];
    const button = element("button", { type: "button", "data-link": id }, ...inWords(link, picture.entities));
    return element("li", {}, button, " ", held(link.status));
  });
  return [element("h3", {}, "Also between the two"), element("ul", { class: "besides" }, ...items)];
}

async function more(id, cursor, list, foot) {
  const parameters = new URLSearchParams(cursor ? { limit: PAGE, cursor } : { limit: PAGE });
  foot.replaceChildren(element("p", { class: "quiet" }, "Fetching the sentences…"));
  try {
    const answer = await ask(`/api/links/${encodeURIComponent(id)}/claims?${parameters}`);
    if (shown !== id) return;
    list.append(...answer.claims.items.map(evidence));
    foot.replaceChildren(...next(answer.claims, () => more(id, answer.claims.next, list, foot)));
  } catch (error) {
    if (shown !== id) return;
    const again = element("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => more(id, cursor, list, foot));
    foot.replaceChildren(trouble("The sentences could not be fetched", error), again);
  }
}

function next(page, fetchMore) {
  if (!page.next) return [];
  const button = element("button", { type: "button" }, `More of ${page.total}`);
  button.addEventListener("click", fetchMore);
  return [button];
}

function evidence(item) {
  const { claim, document: source } = item;
  const from = `/documents/${encodeURIComponent(source.id)}#${claim.start}`;
  const title = short(source.title, 140) || "Untitled document";
  const said = [];
  if (item.attributed_to) said.push(`according to ${short(item.attributed_to.name, 80)}`);
  if (item.commodity) said.push(`of ${short(item.commodity.name, 60)}`);
  if (claim.year) said.push(String(claim.year));
  return element(
    "li",
    {},
    element("blockquote", {}, ...marked(item)),
    element("p", { class: "facts" }, held(claim.status), ` ${said.join(" · ")}`),
    element("p", { class: "from" }, element("a", { href: from }, element("bdi", {}, title)), ...origin(source)),
  );
}

function origin(source) {
  const parts = [source.published, source.source && short(source.source, 60)].filter(Boolean);
  return parts.length ? [element("span", { class: "quiet" }, ` ${parts.join(" · ")}`)] : [];
}

/** Return a sentence in pieces, its ends and what says the relation marked. Offsets count characters. */
function marked(item) {
  const characters = Array.from(item.claim.sentence);
  const spans = [
    { span: item.source_in_sentence, name: "source" },
    { span: item.target_in_sentence, name: "target" },
    { span: item.trigger_in_sentence, name: "trigger" },
  ].filter(({ span }) => span);
  const cuts = new Set([0, characters.length, ...spans.flatMap(({ span }) => [span.start, span.end])]);
  const [from, to] = around(spans, characters.length);
  const edges = [...cuts, from, to].filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  const pieces = edges.slice(1).map((end, number) => {
    const start = edges[number];
    const text = clean(characters.slice(start, end).join(""));
    const classes = spans.filter(({ span }) => span.start <= start && end <= span.end).map(({ name }) => name);
    return classes.length && text ? element("mark", { class: classes.join(" ") }, text) : text;
  });
  return [from > 0 ? "… " : "", ...pieces, to < characters.length ? " …" : ""];
}

function around(spans, length) {
  if (!spans.length) return [0, Math.min(length, 2 * AROUND)];
  const first = Math.min(...spans.map(({ span }) => span.start));
  const last = Math.max(...spans.map(({ span }) => span.end));
  return [Math.max(0, first - AROUND), Math.min(length, last + AROUND)];
}
