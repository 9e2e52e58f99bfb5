"use strict";
// Saves reloading: the queue and the lines come anew by themselves, an answer leaves without leaving the page.

const EVERY = 2500, QUEUE_EVERY = 5000, TYPING_EVERY = 3000;
const AWAY = 25 * 60 * 1000; // nobody has touched anything: the session ends as if the page were not open
let touched = Date.now();
let typed = 0;

for (const what of ["keydown", "pointerdown"]) addEventListener(what, () => (touched = Date.now()));

async function fetched(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || new URL(answer.url).pathname.endsWith("/sign-in")) throw new Error("away");
  return page;
}

// --- one conversation

const lines = document.getElementById("lines");

// What is new goes below what is there, so that a reader hears it alone; the rest of the page stays as it is while it is open.
function taken(page) {
  const last = Number(lines.lastElementChild?.dataset.seq ?? 0);
  for (const line of page.querySelectorAll("#lines li")) {
    if (Number(line.dataset.seq) > last) lines.append(document.importNode(line, true));
  }
  if (Number(lines.lastElementChild?.dataset.seq ?? 0) > last) lines.scrollTop = lines.scrollHeight;
  const desk = document.getElementById("desk"), now = page.getElementById("desk");
  if (now && desk.dataset.open !== now.dataset.open) desk.replaceWith(document.importNode(now, true));
  const once = page.querySelector("#desk [name=once]");
  if (once) for (const field of document.querySelectorAll("#desk [name=once]")) field.value = once.value;
}

async function say(event) {
  const form = event.target.closest("form[action$='/say']");
  if (!form) return;
  event.preventDefault();
  const field = form.elements.text;
  if (!field.value.trim()) return field.focus();
  try {
    const page = await fetched(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    field.value = "";
    form.elements.ready.value = "";
    taken(page);
    field.focus();
  } catch {
    form.submit(); // the plain way says what is wrong
  }
}

function typing({ target }) {
  const form = target.closest("form[action$='/say']");
  if (!form || target.name !== "text" || Date.now() - typed < TYPING_EVERY) return;
  typed = Date.now();
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  fetch(form.action.replace(/say$/, "typing"), { method: "POST", body, redirect: "manual" }).catch(() => {});
}

if (lines) {
  lines.scrollTop = lines.scrollHeight;
  document.addEventListener("submit", say);
  document.addEventListener("input", typing);
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "ready" || !target.value) return;
    target.form.elements.text.value = target.value;
    target.form.elements.text.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.name === "text") event.target.form.requestSubmit();
  });
  repeat(EVERY, async () => taken(await fetched(location.href)));
}

// --- the queue

const queue = document.getElementById("queue");

if (queue) {
  repeat(QUEUE_EVERY, async () => {
    if (queue.contains(document.activeElement)) return; // a button that somebody is about to press stays where it is
    const now = (await fetched(location.href)).getElementById("queue");
    if (now && now.textContent !== queue.textContent) queue.replaceChildren(...document.importNode(now, true).childNodes);
  });
}

async function repeat(pause, act) {
  for (;;) {
    await new Promise((done) => setTimeout(done, pause));
    if (Date.now() - touched > AWAY) continue;
    await act().catch(() => {}); // the next round tries again
  }
}
