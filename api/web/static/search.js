// Suggest entities while a name is typed; arrows walk the list, Enter opens, Escape closes.

import { announce, ask, counted, element, short } from "./dom.js";

const DELAY_MS = 120;
const MOST = 8;

const box = document.getElementById("search");
const list = document.getElementById("suggestions");
let active = -1;
let asking = null;
let timer = 0;

function close() {
  list.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function activate(number) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  active = (number + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
  box.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}

function option(match, number) {
  const { entity } = match;
  const alias = match.name !== entity.name ? ` (${short(match.name, 60)})` : "";
  const made = element(
    "li",
    { role: "option", id: `suggestion-${number}`, "aria-selected": "false" },
    element("bdi", {}, short(entity.name, 80) + alias),
    element("span", { class: "kind" }, `${entity.label}, ${counted(match.claims, "claim")}`),
  );
  made.dataset.href = `/entities/${encodeURIComponent(entity.id)}`;
  return made;
}

function show(matches) {
  const none = element("li", { class: "none" }, "Nothing is called like that");
  list.replaceChildren(...(matches.length ? matches.map(option) : [none]));
  list.hidden = false;
  active = -1;
  box.setAttribute("aria-expanded", "true");
  announce(counted(matches.length, "suggestion"));
}

async function suggest() {
  asking?.abort();
  const text = box.value.trim();
  if (!text) return close();
  asking = new AbortController();
  const parameters = new URLSearchParams({ text, limit: MOST });
  try {
    const found = await ask(`/api/search?${parameters}`, { signal: asking.signal });
    show(found.items);
  } catch (error) {
    if (error.name === "AbortError") return;
    list.replaceChildren(element("li", { class: "none" }, `Search failed: ${error.message}`));
    list.hidden = false;
  }
}

function open(made) {
  if (made?.dataset.href) location.assign(made.dataset.href);
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(suggest, DELAY_MS);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (list.hidden) return;
    event.preventDefault();
    activate(event.key === "ArrowDown" ? active + 1 : Math.max(active, 0) - 1);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    open(list.children[active]);
  }
});
list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  open(event.target.closest("[role=option]"));
});
box.addEventListener("blur", close);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});
