// One phone: draws a handset, plays it against the telco of the same origin and keeps nothing.

import { SERVICE, named, say } from "./words.js";

const LIMITS = { "GSM-7": 160, "UCS-2": 70 };

export class Away extends Error {}
class Refused extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

export async function ask(path, { body, signal } = {}) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(path, { signal, cache: "no-store", ...(body && post) });
  } catch (cause) {
    if (signal?.aborted && cause.name === "AbortError") throw cause;
    throw new Away();
  }
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json();
}

function make(tag, text = "", className = "") {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

// Direction is decided line by line, as a handset does.
function lines(text) {
  return text.split(/\r\n|\r|\n/).map((line) => {
    const node = make("p", line);
    node.dir = "auto";
    return node;
  });
}

// A one-time code is six digits on their own; identifiers, short codes and masked numbers are not.
function codeIn(text) {
  const western = text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
  return western.match(/(?<![\d*+#])\d{6}(?![\d*#])/)?.[0];
}

function plainly(problem) {
  if (problem instanceof Away) return say("away");
  if (problem instanceof Refused && [404, 409, 410].includes(problem.status)) return say("no-session");
  if (problem instanceof Refused) return say("refused", { why: problem.message });
  return say("unreadable");
}

export class Phone {
  constructor({ msisdn, label, body, profiles, announce, remove }) {
    this.msisdn = msisdn;
    this.label = label;
    this.announce = announce;
    this.remove = remove;
    this.path = `phones/${encodeURIComponent(msisdn)}`;
    this.dialled = SERVICE;
    this.running = null;
    this.deadline = 0;
    this.polling = null;
    this.known = null;
    this.root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.root.dataset.body = body;
    this.name(profiles);
    this.listen();
    this.rest("idle");
    this.invite(say("dial"));
  }

  part(selector) {
    return this.root.querySelector(selector);
  }

  get answer() {
    return this.part(".answer");
  }

  name(profiles) {
    const id = `phone-${this.msisdn.slice(1)}`;
    this.part(".label").id = id;
    this.root.setAttribute("aria-labelledby", id);
    this.part(".label").textContent = this.label;
    this.part(".msisdn").textContent = this.msisdn;
    this.part(".remove").setAttribute("aria-label", say("remove-phone", { name: this.label }));
    this.part(".list").setAttribute("aria-label", say("messages-of", { name: this.label }));
    this.part(".profile").id = `${id}-operator`;
    this.part(".profile-label").htmlFor = `${id}-operator`;
    for (const { name, label } of profiles) this.part(".profile").add(new Option(label, name));
  }

  listen() {
    const acts = {
      redial: () => this.redial(), go: () => this.go(), call: () => this.go(), end: () => this.end(),
      delete: () => this.erase(), remove: () => this.leave(),
    };
    this.root.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.key) this.type(button.dataset.key);
      acts[button?.dataset.act]?.();
    });
    // A key pressed with the mouse leaves the focus where physical keys act on this phone.
    this.part(".handset").addEventListener("mousedown", (event) => {
      if (!event.target.closest("button")) return;
      event.preventDefault();
      if (!this.root.contains(document.activeElement)) this.part(".text").focus({ preventScroll: true });
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.answer.addEventListener("input", () => (this.fresh = false));
    this.answer.addEventListener("focus", () => this.fresh && this.answer.select());
  }

  key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || target.matches("select")) return;
    const writing = target === this.answer;
    if (key === "Escape") this.end();
    else if (key === "Enter" && !target.matches("button")) this.go();
    else if (key === "Backspace" && !writing) this.erase();
    else if (/^[0-9*#]$/.test(key) && !writing) this.type(key);
    else return;
    event.preventDefault();
  }

  // The code that stands ready is replaced by the first key, not continued.
  type(key) {
    this.answer.value = (this.fresh ? "" : this.answer.value) + key;
    this.fresh = false;
  }

  erase() {
    this.answer.value = [...this.answer.value].slice(0, -1).join("");
    this.fresh = false;
  }

  go() {
    const said = this.answer.value.trim();
    if (this.running) return;
    if (!said) this.note(say(this.open ? "answer-first" : "code-first"));
    else if (this.open && !/^\*[\d*]+#$/.test(said)) this.run("send", { text: said });
    else this.dial(said);
  }

  dial(code) {
    this.dialled = code;
    return this.run("dial", { code, profile: this.part(".profile").value });
  }

  async redial() {
    if (this.open || this.running) await this.hangUp();
    await this.dial(this.dialled);
  }

  async end() {
    const live = this.open || this.running;
    if (live) await this.hangUp();
    else this.rest("idle");
    this.invite(say(live ? "hung-up" : "dial"));
  }

  async hangUp() {
    this.running?.abort();
    this.running = null;
    this.rest("over");
    await ask(`${this.path}/drop`, { body: {} }).catch(() => {}); // it ends at the operator's own time-out then
  }

  leave() {
    if (this.open || this.running) this.hangUp();
    this.root.remove();
    this.remove(this);
  }

  async run(act, body) {
    const mine = new AbortController();
    this.running = mine;
    this.state("waiting");
    try {
      const screen = await ask(`${this.path}/${act}`, { body, signal: mine.signal });
      if (this.running === mine) this.shown(screen);
    } catch (problem) {
      if (this.running === mine) this.failed(problem);
    }
    if (this.running === mine) this.running = null;
    this.poll().catch(() => {});
  }

  shown({ text, open, encoding, units, expires_in: seconds, error }) {
    const content = lines(text ?? "");
    if (error) content.push(make("p", say("not-shown", { why: named("why", error) }), "note"));
    const limit = LIMITS[encoding];
    if (open) this.begin(seconds);
    else this.rest("over");
    this.part(".units").textContent = limit ? `${encoding} · ${units} / ${limit}` : "";
    this.part(".meta").classList.toggle("over", units > limit);
    this.show(content);
  }

  // When the sandbox is away the session may still live there: keep what was typed, so that OK can be tried again.
  failed(problem) {
    const alive = problem instanceof Away && this.deadline > performance.now();
    if (alive) this.state("open");
    else this.rest("over");
    this.note(plainly(problem));
  }

  invite(words) {
    this.show([make("p", words, "hint"), make("p", this.dialled, "hint big")]);
  }

  show(content) {
    this.part(".text").replaceChildren(...content);
    this.part(".text").scrollTop = 0;
  }

  note(words) {
    this.root.querySelectorAll(".text .note").forEach((old) => old.remove());
    this.part(".text").append(make("p", words, "note"));
  }

  begin(seconds) {
    this.span = seconds * 1000;
    this.deadline = performance.now() + this.span;
    this.prepare(say("answer"), "", false);
    this.state("open");
    this.tick();
  }

  rest(state) {
    this.deadline = 0;
    this.prepare(say("code"), this.dialled, true);
    this.part(".units").textContent = "";
    this.part(".left").textContent = "";
    this.part(".meta").classList.remove("over");
    this.state(state);
  }

  prepare(what, value, fresh) {
    this.part(".what").textContent = what;
    this.answer.value = value;
    this.answer.inputMode = fresh ? "tel" : "text";
    this.fresh = fresh;
  }

  state(name) {
    this.root.dataset.state = name;
    this.open = name === "open";
    this.part(".word").textContent = say(`state-${name}`);
    this.part(".text").setAttribute("aria-busy", String(name === "waiting"));
    this.part(".profile").disabled = this.deadline > 0;
  }

  tick() {
    if (!this.deadline) return;
    const left = Math.max(0, this.deadline - performance.now());
    const seconds = Math.ceil(left / 1000);
    this.part(".left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.part(".timer i").style.transform = `scaleX(${left / this.span})`;
    this.root.classList.toggle("late", left < 10000);
    if (left || this.running) return;
    this.rest("over");
    this.note(say("timed-out"));
  }

  // One question at a time, so that a late answer never hides a newer one. Raises Away only.
  poll() {
    this.polling ??= this.fetchMessages().finally(() => (this.polling = null));
    return this.polling;
  }

  async fetchMessages() {
    try {
      this.list(await ask(`${this.path}/messages`, { signal: AbortSignal.timeout(10000) }));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  }

  list(messages) {
    const restarted = this.known > messages.length;
    if (restarted) this.part(".list").replaceChildren();
    for (const message of messages.slice(restarted ? 0 : (this.known ?? 0))) this.receive(message, this.known !== null);
    this.known = messages.length;
    this.part(".none").hidden = messages.length > 0;
    this.part(".list").hidden = messages.length === 0;
    this.part(".count").textContent = messages.length ? `SMS ${messages.length}` : "";
  }

  receive({ from, text, at }, isNew) {
    const item = make("li", "", isNew ? "new" : "");
    const when = make("time", new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));
    const head = make("p", "", "from");
    head.append(make("b", from), when);
    item.append(head, ...lines(text));
    const code = codeIn(text);
    if (code) item.append(this.codeButton(code));
    this.part(".list").prepend(item);
    if (isNew) this.announce(say("message-new", { name: this.label, sender: from, text }));
  }

  codeButton(code) {
    const button = make("button", say("use-code"), "plain use");
    button.type = "button";
    button.setAttribute("aria-label", say("use-this-code", { code }));
    button.addEventListener("click", () => {
      this.answer.value = code;
      this.fresh = false;
      this.answer.focus();
    });
    return button;
  }
}
