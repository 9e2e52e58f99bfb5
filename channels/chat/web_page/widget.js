// One line on another site: <script src="https://…/chat/widget.js" defer></script> adds a button that opens the chat in a frame.
(() => {
  "use strict";
  const script = document.currentScript;
  const lang = (script.dataset.lang || document.documentElement.lang || "fr").split("-")[0];
  const words = { fr: ["Écrire au guichet", "Fermer"], ar: ["راسل الشباك", "إغلاق"], en: ["Write to the counter", "Close"],
    so: ["U qor xafiiska", "Xir"], ur: ["کاؤنٹر کو لکھیں", "بند کریں"] };
  const [open, close] = words[lang] ?? words.fr;
  const button = document.createElement("button");
  const frame = document.createElement("iframe");
  Object.assign(button, { type: "button", textContent: script.dataset.label || open });
  button.setAttribute("aria-expanded", "false");
  Object.assign(button.style, {
    position: "fixed", insetBlockEnd: "1rem", insetInlineEnd: "1rem", zIndex: "2147483000", minHeight: "3rem", padding: "0 1.25rem",
    border: "2px solid #fff", borderRadius: "1.5rem", background: "#0e5548", color: "#fff", font: "600 1rem system-ui, sans-serif", cursor: "pointer",
  });
  Object.assign(frame, { title: open, hidden: true });
  Object.assign(frame.style, {
    position: "fixed", insetBlockEnd: "4.75rem", insetInlineEnd: "1rem", zIndex: "2147483000", width: "min(26rem, calc(100vw - 2rem))",
    height: "min(42rem, calc(100vh - 6rem))", border: "1px solid #5d6f69", borderRadius: "1rem", background: "#fff", boxShadow: "0 12px 40px rgb(0 0 0 / .3)",
  });
  const show = (on) => {
    if (on && !frame.src) frame.src = new URL(`../chat?lang=${encodeURIComponent(lang)}`, script.src);
    frame.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    button.textContent = on ? close : script.dataset.label || open;
    (on ? frame : button).focus();
  };
  button.addEventListener("click", () => show(frame.hidden));
  addEventListener("message", ({ source, data }) => source === frame.contentWindow && data === "guichet-close" && show(false));
  document.body.append(frame, button);
})();
