// Decide that two entities are one, or take such a decision back; what goes wrong is said in place.

import { announce, ask, short } from "./dom.js";

const trouble = document.getElementById("trouble");
const form = document.getElementById("decide");
const HEADERS = { accept: "application/json", "content-type": "application/json" };

function tell(error) {
  trouble.textContent = `That did not work: ${short(error.message, 300)}`;
  trouble.hidden = false;
  announce(trouble.textContent);
}

async function decide({ merged, into }) {
  const [reason, by] = ["reason", "by"].map((id) => document.getElementById(id).value.trim());
  const body = JSON.stringify({ merged, into, reason, by });
  await ask("/api/merges", { method: "POST", headers: HEADERS, body });
  location.assign(`/entities/${encodeURIComponent(into)}`);
}

async function undo(button) {
  button.disabled = true;
  try {
    await ask(`/api/merges/${button.dataset.undo}`, { method: "DELETE" });
    location.reload();
  } catch (error) {
    button.disabled = false;
    tell(error);
  }
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trouble.hidden = true;
    decide(event.submitter.dataset).catch(tell);
  });
}
for (const button of document.querySelectorAll("[data-undo]")) {
  button.hidden = false;
  button.addEventListener("click", () => undo(button));
}
