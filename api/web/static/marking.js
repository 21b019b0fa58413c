// Light up a claim's sentence and both its ends while the claim is pointed at or focused, and back.

const claims = [...document.querySelectorAll(".told")];
const mentions = [...document.querySelectorAll(".mention")];
const sentences = new Map(
  [...document.querySelectorAll(".sentence")].map((sentence) => [sentence.id, sentence]),
);

function dim() {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit", "source", "target");
}

function lightEnd(words, end) {
  const [start, stop] = words.split(" ").map(Number);
  for (const mention of mentions) {
    const apart = Number(mention.dataset.end) <= start || Number(mention.dataset.start) >= stop;
    if (!apart) mention.classList.add("lit", end);
  }
}

function light(claim) {
  dim();
  claim.classList.add("lit");
  sentences.get(claim.dataset.sentence)?.classList.add("lit");
  lightEnd(claim.dataset.source, "source");
  lightEnd(claim.dataset.target, "target");
}

function lightClaims(id) {
  dim();
  sentences.get(id).classList.add("lit");
  for (const claim of claims) claim.classList.toggle("lit", claim.dataset.sentence === id);
}

function watch(place, show) {
  for (const kind of ["pointerenter", "focusin"]) place.addEventListener(kind, show);
  for (const kind of ["pointerleave", "focusout"]) place.addEventListener(kind, dim);
}

for (const claim of claims) watch(claim, () => light(claim));
for (const [id, sentence] of sentences) watch(sentence, () => lightClaims(id));
