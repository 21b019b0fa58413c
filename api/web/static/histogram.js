// The years of an entity's links as bars, with two sliders that keep a stretch of them.
//
// The sliders fill in the two fields of the form above, so that what they keep is in the address.

import { ask, counted, drawing } from "./dom.js";

const HIGH = 26;
const FEWEST = 2;

function bar(year, links, { first, most, inside }) {
  const high = links ? Math.max(2, (HIGH * links) / most) : 0;
  const place = { x: year - first + 0.1, y: HIGH - high, width: 0.8, height: high };
  const title = drawing("title", {}, `${year}: ${counted(links, "link")}`);
  return drawing("rect", { ...place, class: inside ? "in" : "out" }, title);
}

function draw(place, links, [low, high], { first, last }) {
  const most = Math.max(...links.values());
  const bars = Array.from({ length: last - first + 1 }, (_, number) => {
    const year = first + number;
    return bar(year, links.get(year) ?? 0, { first, most, inside: low <= year && year <= high });
  });
  const svg = place.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${last - first + 1} ${HIGH}`);
  svg.replaceChildren(...bars);
  place.querySelector(".from").textContent = String(low);
  place.querySelector(".to").textContent = String(high);
}

/** Show the bars where an entity has links in two years or more. */
export async function showYears(entity, asked, form) {
  const place = document.getElementById("years");
  const parameters = new URLSearchParams(asked);
  for (const name of ["first_year", "last_year", "undated"]) parameters.delete(name);
  parameters.set("entity", entity);
  const { items } = await ask(`/api/timeline?${parameters}`);
  const links = new Map(items.filter(({ year }) => year).map((item) => [item.year, item.links]));
  if (links.size < FEWEST) return;
  const span = { first: Math.min(...links.keys()), last: Math.max(...links.keys()) };
  const fields = [form.elements.from, form.elements.to];
  const [from, to] = place.querySelectorAll("input");
  for (const [number, slider] of [from, to].entries()) {
    [slider.min, slider.max] = [span.first, span.last];
    slider.value = fields[number].value || (number ? span.last : span.first);
    slider.addEventListener("input", () => draw(place, links, kept(), span));
    slider.addEventListener("change", () => {
      const [low, high] = kept();
      fields[0].value = low === span.first ? "" : low;
      fields[1].value = high === span.last ? "" : high;
      fields[number].dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  const kept = () => [Number(from.value), Number(to.value)].sort((a, b) => a - b);
  const undated = items.find(({ year }) => !year)?.links ?? 0;
  place.querySelector(".undated").textContent = undated ? `${counted(undated, "link")} undated` : "";
  draw(place, links, kept(), span);
  place.hidden = false;
}
