// The page's words, in the language that it was served in; the server leaves `{name}` where only the page knows what stands.

export const { lang, code: SERVICE, words } = JSON.parse(document.getElementById("told").textContent);

export function say(key, args = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => args[name]);
}

// The word for a code of the telco, or the code where there is none: it may be newer than the words.
export function named(family, code) {
  return words[`${family}-${code}`] ?? code;
}
