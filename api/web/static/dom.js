// Build elements without ever reading text as HTML; the page's policy forbids the other way.

/** The name of SVG's elements among those of other kinds. */
export const SVG = "http://www.w3.org/2000/svg";
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;
const HEAPS = /(\p{M}{3})\p{M}+/gu;

/** Take out of a text what would hide, turn around or paint over its neighbours. */
export function clean(text) {
  return text.replace(INVISIBLE, "").replace(CONTROL, " ").replace(HEAPS, "$1");
}

/** Clean a text, and cut it to a length with an ellipsis. */
export function short(text, limit = 160) {
  const characters = Array.from(clean(text).trim());
  return characters.length <= limit ? characters.join("") : `${characters.slice(0, limit - 1).join("")}…`;
}

/** Make an element; children are elements or plain text. Addresses must be this server's own. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "href" && !/^\/(?!\/)/.test(value)) throw new Error("an address of another server");
    if (name.startsWith("on")) throw new Error("no handlers in attributes");
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Make an element of a drawing. */
export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Say something to those who listen rather than look. */
export function announce(text) {
  document.getElementById("status").textContent = text;
}

/** Say that something failed, where the page has a place for it. */
export function tellTrouble(error) {
  const place = document.getElementById("trouble");
  place.textContent = `That did not work: ${short(error.message, 300)}`;
  place.hidden = false;
}

/** Return the options that send something as JSON. */
export function sending(content) {
  const headers = { accept: "application/json", "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(content) };
}

/** Ask the API for JSON; a refusal becomes an error that says what it said. */
export async function ask(address, options = {}) {
  return (await fetched(address, options)).json();
}

/** Ask the API for anything; a refusal becomes an error that says what it said. */
export async function fetched(address, options = {}) {
  const answer = await fetch(address, { headers: { accept: "application/json" }, ...options });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || `the server answered ${answer.status}`);
}

/** "1 claim", "2 claims". */
export function counted(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
