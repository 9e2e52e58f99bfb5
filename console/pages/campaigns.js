// Counts texts while they are written, and shows how a campaign goes; both are there without it, at the press of a button.
"use strict";

const later = (act, wait) => { let timer; return () => { clearTimeout(timer); timer = setTimeout(act, wait); }; };

const page = async (path, options) => {
  const answer = await fetch(path, { ...options, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// What the keyboard is in stays as it is.
const put = (from, selector) => {
  for (const fresh of from.querySelectorAll(selector)) {
    const shown = document.getElementById(fresh.id);
    if (shown && !shown.contains(document.activeElement) && shown.innerHTML !== fresh.innerHTML) {
      shown.replaceChildren(...fresh.childNodes);
    }
  }
};

const counted = document.querySelector("[data-count]");
if (counted) {
  const form = counted.querySelector("form");
  const count = later(async () => {
    try {
      put(await page(counted.dataset.count, { method: "POST", body: new FormData(form) }), "[data-size]");
    } catch { /* the button counts as well */ }
  }, 500);
  form.addEventListener("input", (event) => { if (event.target.matches("textarea[name*='text-']")) count(); });
}

if (document.querySelector("[data-live='on']")) {
  const look = async () => {
    let on = true;
    if (!document.hidden) {
      try {
        const seen = await page(location.href);
        put(seen, "[data-live]");
        on = seen.querySelector("[data-live='on']") !== null;
      } catch { /* the next look may see it */ }
    }
    if (on) setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
}
