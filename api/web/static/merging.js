// Decide that two entities are one, or take such a decision back; what goes wrong is said in place.

import { ask, sending, tellTrouble } from "./dom.js";

const form = document.getElementById("decide");

async function decide({ merged, into }) {
  const [reason, by] = ["reason", "by"].map((id) => document.getElementById(id).value.trim());
  await ask("/api/merges", sending({ merged, into, reason, by }));
  location.assign(`/entities/${encodeURIComponent(into)}`);
}

async function undo(button) {
  button.disabled = true;
  try {
    await ask(`/api/merges/${button.dataset.undo}`, { method: "DELETE" });
    location.reload();
  } catch (error) {
    button.disabled = false;
    tellTrouble(error);
  }
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.getElementById("trouble").hidden = true;
    decide(event.submitter.dataset).catch(tellTrouble);
  });
}
for (const button of document.querySelectorAll("[data-undo]")) {
  button.hidden = false;
  button.addEventListener("click", () => undo(button));
}
