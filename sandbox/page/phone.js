// The page of phones: which handsets stand on it, and the round that keeps their messages fresh.

import { Phone, ask } from "./handset.js";
import { lang, named, say } from "./words.js";

const POLL_MS = 2000;
const TICK_MS = 250;
const EXAMPLE = "+212600000000";

const byId = (id) => document.getElementById(id);
const phones = new Map();
let directory = [];
let profiles = [];
let started = false;
let added = 0;
let underway = null;

function away(gone) {
  if (Boolean(byId("away").textContent) !== gone) byId("away").textContent = gone ? say("away-long") : "";
}

function add(msisdn) {
  const label = directory.find((entry) => entry.msisdn === msisdn)?.label ?? say("number-typed");
  const announce = (words) => (byId("announcer").textContent = words);
  const phone = new Phone({ msisdn, label, body: added++ % 4, profiles, announce, remove });
  phones.set(msisdn, phone);
  byId("phones").append(phone.root);
  offer();
  return phone;
}

function remove(phone) {
  phones.delete(phone.msisdn);
  offer();
  byId("who").focus();
}

function offer() {
  const free = directory.filter(({ msisdn }) => !phones.has(msisdn));
  byId("who").replaceChildren(...free.map(({ msisdn, label }) => new Option(`${label} · \u2066${msisdn}\u2069`, msisdn)), new Option(say("number-another"), ""));
  byId("typed").hidden = byId("who").value !== "";
}

function submit(event) {
  event.preventDefault();
  const msisdn = byId("who").value || byId("number").value.replace(/[\s().-]/g, "");
  const wrong = phones.has(msisdn)
    ? say("number-here")
    : /^\+[1-9]\d{7,14}$/.test(msisdn) ? "" : say("number-wrong", { example: EXAMPLE });
  byId("add-note").textContent = wrong;
  if (wrong) return;
  byId("number").value = "";
  const phone = add(msisdn);
  phone.answer.focus();
  phone.poll().catch(() => away(true));
}

async function start() {
  const [people, ways] = await Promise.all([ask("phones"), ask("profiles")]);
  directory = people.map(({ msisdn, names }) => ({ msisdn, label: names[lang] ?? names.fr }));
  profiles = ways.map(({ name }) => ({ name, label: named("profile", name) }));
  offer();
  for (const { msisdn } of directory.slice(0, 2)) add(msisdn);
  started = true;
}

// One round for all phones; until the sandbox has answered once, a round is another attempt to start.
async function round() {
  try {
    if (!started) await start();
    await Promise.all([...phones.values()].map((phone) => phone.poll()));
    away(false);
  } catch {
    away(true);
  }
}

function freshen() {
  if (document.visibilityState === "visible") underway ??= round().finally(() => (underway = null));
  return underway;
}

async function keepFresh() {
  await freshen();
  setTimeout(keepFresh, POLL_MS);
}

byId("number").placeholder = EXAMPLE;
byId("add").addEventListener("submit", submit);
byId("who").addEventListener("change", () => (byId("typed").hidden = byId("who").value !== ""));
document.addEventListener("visibilitychange", freshen);
setInterval(() => phones.forEach((phone) => phone.tick()), TICK_MS);
keepFresh();
