// What was done to a picture, step by step: taken back, done again, and kept in the address.
//
// The address's fragment holds the steps in order (`grow`, `hide`, `move`), with the ids that they
// are about; nothing of it is sent to the server, and whoever opens it sees the same picture.

const KINDS = new Set(["grow", "hide", "move"]);
const MOST = 300;

/** Read the steps of an address's fragment; what is not a step is ignored. */
export function stepsOf(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const steps = [];
  for (const [kind, value] of said) {
    const [id, how = ""] = value.split(" ");
    if (KINDS.has(kind) && id) steps.push({ kind, id, how });
  }
  return steps.slice(0, MOST);
}

/** Return the fragment that holds some steps, empty for none. */
export function fragmentOf(steps) {
  const said = new URLSearchParams();
  for (const { kind, id, how } of steps) said.append(kind, how ? `${id} ${how}` : id);
  const text = said.toString();
  return text ? `#${text}` : "";
}

/** The steps done and taken back; a step is done by `act`, which returns how to undo it. */
export class Steps {
  /**
   * @param act Does a step and returns (or promises) a function that undoes it, or null where the
   *   step is about something that is not there.
   * @param changed Called after every change.
   */
  constructor(act, changed) {
    this.act = act;
    this.changed = changed;
    this.done = [];
    this.undone = [];
    this.busy = Promise.resolve();
  }

  /** Do a step; one after the other, since each builds on what is there. */
  do(step) {
    return this.#next(async () => {
      if (await this.#apply(step)) this.undone = [];
    });
  }

  /** Do the steps of an address, leaving out those that are about nothing any more. */
  restore(steps) {
    return this.#next(async () => {
      for (const step of steps) await this.#apply(step).catch(() => false);
    });
  }

  undo() {
    return this.#next(async () => {
      const last = this.done.pop();
      if (!last) return;
      last.back();
      this.undone.push(last.step);
    });
  }

  redo() {
    return this.#next(async () => {
      const step = this.undone.pop();
      if (step && !(await this.#apply(step))) this.undone = [];
    });
  }

  get list() {
    return this.done.map(({ step }) => step);
  }

  async #apply(step) {
    const back = await this.act(step);
    if (!back) return false;
    this.done.push({ step, back });
    return true;
  }

  #next(work) {
    const run = this.busy.then(work);
    this.busy = run.catch(() => {}).then(() => this.changed());
    return run;
  }
}
