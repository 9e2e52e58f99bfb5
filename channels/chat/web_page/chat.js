"use strict";
// The page: draws the conversation, offers the answers as buttons, and keeps nothing beyond this tab.

const told = JSON.parse(document.getElementById("told").textContent);
const byId = (id) => document.getElementById(id);
const [log, answers, field, state] = ["log", "answers", "text", "state"].map(byId);
const MARKS = { waits: "○", sent: "✓", got: "✓✓", done: "✓✓", lost: "!" };
const HIDDEN = "••••••";
const CODE = /(\*[\d*]+#|\d{2}\*{4}\d{4})/;
let lang = told.lang;
let mode = "write";
let said = null;
let stateWord = "";
let transcript = [];
let typed = 0;
const bubbles = new Map();

const words = () => told.words[lang];

// --- words and direction

function speak(next) {
  lang = next;
  document.documentElement.lang = lang;
  document.documentElement.dir = told.rtl.includes(lang) ? "rtl" : "ltr";
  document.title = words().name;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words()[node.dataset.word];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words()[node.dataset.label]);
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  byId("what").textContent = words()[mode];
  state.textContent = words()[stateWord] ?? "";
}

// --- the conversation

function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

// Codes to dial and masked numbers read from left to right in every language.
function written(node, text) {
  node.replaceChildren(
    ...text.split(CODE).map((part, at) => {
      if (at % 2 === 0) return part;
      const code = make("bdi", "", part);
      code.dir = "ltr";
      return code;
    }),
  );
}

function bubble(who, text, dir) {
  const node = make("div", who === "person" ? "bubble us agent" : `bubble ${who}`);
  const body = make("p", "body");
  body.dir = dir;
  written(body, text);
  const now = new Date();
  const foot = make("p", "foot");
  foot.append(make("time", "", now.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" })));
  node.append(make("span", "unseen", `${words()[who]} : `), body, foot);
  log.append(node);
  transcript.push(`[${now.toLocaleTimeString("en-GB")}] ${words()[who]} : ${text}`);
  return node;
}

function hers(id, text) {
  const mark = make("span", "mark");
  mark.setAttribute("role", "img");
  const node = bubble("you", text, "auto");
  node.lastChild.append(mark);
  bubbles.set(id, mark);
  page.mark(id, "waits");
  node.scrollIntoView({ block: "nearest" });
}

function shown(message) {
  if (message.lang in told.words && message.lang !== lang) speak(message.lang);
  const within = answers.contains(document.activeElement);
  const given = said?.person && message.end;
  said = message;
  byId("typing").hidden = true;
  const node = bubble(message.agent ? "person" : "us", message.text, document.documentElement.dir);
  const body = node.querySelector(".body");
  body.id = `said-${message.seq}`;
  body.lang = message.lang;
  if (message.link) body.append(open(message.link));
  const options = message.options.map(({ value, label }) => (isWay(value) ? label : `${value} ${label}`));
  if (options.length) node.append(make("span", "unseen", ` ${words().answers} : ${options.join(", ")}`));
  offer(message);
  ask(message.code ? "code" : message.pin ? "pin" : "write");
  const before = node.previousElementSibling;
  if (before) (before.matches(".you") ? before : node).scrollIntoView({ block: "start" });
  if (within) (answers.hidden ? field : answers).focus({ preventScroll: true });
  if (given) begin(); // the counter has her again: its menu follows by itself
}

// Only what the gateway sends as a link is one; whatever opens learns nothing of this page.
function open(address) {
  const link = make("a", "link", words().open);
  if (/^https?:\/\//.test(address)) link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.referrerPolicy = "no-referrer";
  return link;
}

// Back and home stand without a number.
const isWay = (value) => value === "0" || value === "00";

function offer({ seq, options, end }) {
  const buttons = options.map(({ value, label }) => choice(isWay(value) ? "" : value, label, () => pick(value, label)));
  if (end) buttons.push(choice("", words().again, begin));
  fill(buttons, `said-${seq}`);
}

function fill(buttons, question) {
  answers.replaceChildren(...buttons);
  answers.hidden = !buttons.length;
  if (question) answers.setAttribute("aria-describedby", question);
  else answers.removeAttribute("aria-describedby");
}

function choice(number, label, act) {
  const button = make("button", number ? "" : "quiet");
  button.type = "button";
  if (number) button.append(make("span", "number", number), " ");
  button.append(make("span", "label", label));
  button.addEventListener("click", act);
  return button;
}

// What the field is for now: words, the code of an SMS, or a code of her own.
function ask(what) {
  mode = what;
  byId("what").textContent = words()[mode];
  byId("composer").classList.toggle("digits", mode !== "write");
  field.inputMode = mode === "write" ? "text" : "numeric";
  field.autocomplete = mode === "code" ? "one-time-code" : "off";
  field.maxLength = mode === "write" ? 500 : 12;
  field.value = "";
}

// --- what she does

function pick(value, label) {
  send(value, label);
}

function begin() {
  waiting();
  line.say({ kind: "start", id: Line.id(), lang });
}

// After the end any word begins anew, in the language of the page.
function send(text, display) {
  const id = Line.id();
  hers(id, display);
  waiting();
  line.say(said?.end ? { kind: "start", id, lang } : { kind: "say", id, text });
}

// Old buttons must not answer a new question; the focus stays where the next ones will be.
function waiting() {
  if (said?.person) return;
  const within = answers.contains(document.activeElement);
  for (const button of answers.children) button.setAttribute("aria-disabled", "true");
  if (within) answers.focus({ preventScroll: true });
  answers.classList.add("old");
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) {
    page.state("empty");
    field.focus();
    return;
  }
  if (stateWord === "empty") page.state("");
  send(text, mode === "write" ? text : HIDDEN);
  field.value = "";
});

// An SMS pasted whole gives its code.
field.addEventListener("paste", (event) => {
  const code = mode === "code" && event.clipboardData.getData("text").replace(/[\s-]/g, "").match(/(?<!\p{Nd})\p{Nd}{6}(?!\p{Nd})/u)?.[0];
  if (!code) return;
  event.preventDefault();
  field.value = code;
});

document.querySelector("nav").addEventListener("click", ({ target }) => {
  if (!target.dataset.lang) return;
  speak(target.dataset.lang);
  if (document.body.classList.contains("left")) rest();
  else begin();
});

answers.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled]")) event.stopImmediatePropagation();
}, true);

byId("go-on").addEventListener("click", () => {
  page.state("");
  line.open();
  field.focus({ preventScroll: true });
});

byId("download").addEventListener("click", () => {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([transcript.join("\r\n\r\n"), "\r\n"], { type: "text/plain;charset=utf-8" }));
  link.download = "guichet.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});

byId("leave").addEventListener("click", async () => {
  transcript = [];
  said = null;
  bubbles.clear();
  log.replaceChildren();
  ask("write");
  document.body.classList.add("left");
  byId("typing").hidden = true;
  rest();
  answers.firstChild.focus();
  page.state((await line.leave()) ? "gone" : "gone_here");
});

function rest() {
  fill([choice("", words().anew, () => {
    document.body.classList.remove("left");
    fill([]);
    page.state("");
    line.open();
    field.focus();
  })]);
}

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && parent !== window) parent.postMessage("guichet-close", "*");
});

// --- what the line tells

const page = {
  fresh: begin,

  over() {
    log.append(make("p", "between", words().over));
    transcript.push(words().over);
    begin();
  },

  said(message) {
    answers.classList.remove("old");
    shown(message);
  },

  mark(id, how) {
    byId("typing").hidden = how !== "got" || Boolean(said?.person);
    const mark = bubbles.get(id);
    if (!mark) return;
    mark.textContent = MARKS[how];
    mark.setAttribute("aria-label", words()[how === "done" ? "got" : how]);
  },

  // A person is writing; the mark goes when nothing more is told of it.
  typing() {
    byId("typing").hidden = false;
    clearTimeout(typed);
    typed = setTimeout(() => (byId("typing").hidden = true), 5000);
  },

  state(word) {
    stateWord = word;
    state.textContent = words()[word] ?? "";
    byId("go-on").hidden = !["idle", "elsewhere"].includes(word);
    if (word) byId("typing").hidden = true;
  },
};

const line = new Line(page);
document.documentElement.classList.toggle("framed", parent !== window);
line.open();
