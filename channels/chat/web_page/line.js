"use strict";
// The line to the counter: a WebSocket, else long polling; one message at a time, and what is missed comes again by its number.

const PROTOCOL = "guichet.chat.1";
const KEPT_AS = "guichet-visitor";
const REPLACED = 4000, IDLE = 4001;
const UNANSWERED_MS = 20000;

class Refused extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

class Line {
  // `page` is told: fresh(), over(), said(message), mark(id, state), typing(), state(word or "").
  constructor(page) {
    this.page = page;
    this.queue = [];
    this.seq = 0;
    this.fails = 0;
    this.unopened = 0;
    this.run = 0;
    this.visitor = kept(() => sessionStorage.getItem(KEPT_AS)) ?? "";
  }

  // Names of messages, so that a copy is never answered twice.
  static id() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  say(message) {
    this.queue.push(message);
    if (this.paused) this.open();
    else this.flush();
  }

  async open() {
    this.hangUp();
    this.paused = false;
    const mine = ++this.run;
    try {
      const { visitor, ticket, seq } = await this.ask("ticket", { body: { visitor: this.visitor }, bare: true });
      if (mine !== this.run) return;
      this.keep(visitor);
      if (this.unopened > 1) this.fallBack(seq, mine);
      else this.dial(ticket, mine);
    } catch {
      if (mine === this.run) this.retry();
    }
  }

  keep(visitor) {
    this.visitor = visitor;
    kept(() => sessionStorage.setItem(KEPT_AS, visitor));
  }

  // --- over a socket

  dial(ticket, mine) {
    const at = new URL(`chat/ws?after=${this.seq}`, document.baseURI);
    at.protocol = at.protocol.replace("http", "ws");
    const socket = new WebSocket(at, [PROTOCOL, ticket]);
    let opened = false;
    socket.onopen = () => (opened = true);
    socket.onmessage = ({ data }) => mine === this.run && this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => {
      if (mine !== this.run) return;
      this.unopened = opened ? 0 : this.unopened + 1;
      this.socket = null;
      if (code === REPLACED || code === IDLE) this.pause(code === IDLE ? "idle" : "elsewhere");
      else this.retry();
    };
    this.socket = socket;
    this.send = (message) => socket.send(JSON.stringify(message));
  }

  hear(told) {
    const { kind, id, seq, why } = told;
    if (kind === "hello") this.greet(seq);
    else if (kind === "said") this.said(told);
    else if (kind === "got") this.page.mark(id, "got");
    else if (kind === "done") this.done(id);
    else if (kind === "typing") this.page.typing();
    else if (why === "over") this.over();
    else if (why === "form") this.drop();
    else this.later(why === "busy" ? "busy" : "slow");
  }

  greet(seq) {
    this.fails = 0;
    this.ready = true;
    this.page.state("");
    if (seq < this.seq) this.over();
    else if (!seq) this.begin();
    this.flush();
  }

  // What she typed before the line was open comes after the opening.
  begin() {
    if (this.queue[0]?.kind === "start") return;
    const early = this.queue.splice(0);
    this.page.fresh();
    this.queue.push(...early);
  }

  said(message) {
    if (message.seq <= this.seq) return;
    this.seq = message.seq;
    this.page.said(message);
  }

  done(id) {
    clearTimeout(this.watch);
    this.sending = null;
    if (this.queue[0]?.id === id) this.queue.shift();
    this.page.mark(id, "done");
    this.page.state("");
    this.flush();
  }

  // What was typed for a conversation that is gone must not answer a question of the next.
  over() {
    for (const { id } of this.queue.splice(0)) this.page.mark(id, "lost");
    clearTimeout(this.watch);
    this.sending = null;
    this.seq = 0;
    this.page.over();
  }

  drop() {
    const lost = this.queue.shift();
    if (lost) this.page.mark(lost.id, "lost");
    this.done();
  }

  later(word) {
    this.page.state(word);
    clearTimeout(this.watch);
    this.sending = null;
    setTimeout(() => this.flush(), word === "busy" ? 5000 : 2000);
  }

  flush() {
    const next = this.queue[0];
    if (!this.ready || this.sending || !next) return;
    this.sending = next.id;
    this.page.mark(next.id, "sent");
    this.watch = setTimeout(() => this.retry(), UNANSWERED_MS);
    this.send({ ...next, after: this.seq });
  }

  // --- without a socket

  fallBack(seq, mine) {
    this.send = (message) => this.post(message, mine);
    this.greet(seq);
    this.poll(mine);
  }

  async poll(mine) {
    while (mine === this.run) {
      try {
        this.take(await this.ask(`poll?after=${this.seq}`, { signal: AbortSignal.timeout(40000) }), mine);
      } catch {
        if (mine === this.run) this.retry();
      }
    }
  }

  async post(message, mine) {
    try {
      this.page.mark(message.id, "got");
      this.take(await this.ask("send", { body: message }), mine);
      if (mine === this.run) this.done(message.id);
    } catch (problem) {
      if (mine !== this.run) return;
      const why = { 400: "form", 410: "over", 429: "slow-down", 503: "busy" }[problem.status];
      if (why) this.hear({ kind: "refused", why });
      else this.retry();
    }
  }

  take({ seq, said }, mine) {
    if (mine !== this.run) return;
    if (seq < this.seq) this.over();
    said.forEach((message) => this.said(message));
  }

  async ask(what, { body, signal, bare, keepalive } = {}) {
    const headers = bare ? {} : { Authorization: `Bearer ${this.visitor}` };
    const post = body && { method: "POST", body: JSON.stringify(body), keepalive };
    const answer = await fetch(new URL(`chat/${what}`, document.baseURI), { headers, cache: "no-store", signal, ...post });
    if (!answer.ok) throw new Refused(answer.status);
    return answer.status === 204 ? null : answer.json();
  }

  // --- when it breaks, and when it ends

  retry() {
    this.hangUp();
    this.page.state("away");
    const wait = Math.min(30000, 1000 * 2 ** this.fails++);
    this.again = setTimeout(() => this.open(), wait * (0.5 + Math.random() / 2));
  }

  pause(word) {
    this.hangUp();
    this.paused = true;
    this.page.state(word);
  }

  hangUp() {
    this.run++;
    this.ready = false;
    this.sending = null;
    clearTimeout(this.again);
    clearTimeout(this.watch);
    this.socket?.close();
    this.socket = null;
  }

  // Whether the server has forgotten this conversation; the page has, in any case.
  async leave() {
    this.hangUp();
    this.paused = true;
    this.queue = [];
    const gone = await this.ask("leave", { body: {}, keepalive: true, signal: AbortSignal.timeout(5000) }).then(() => true, () => false);
    this.seq = 0;
    this.visitor = "";
    kept(() => sessionStorage.removeItem(KEPT_AS));
    return gone;
  }
}

// A browser that keeps nothing for us (a frame of another site, private windows) is no fault: a reload begins anew then.
function kept(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
