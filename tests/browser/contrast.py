"""What stands out too little on a page, for eyes that see less: measured once, for every page that is shown in a browser."""

from playwright.async_api import Page

_FAINT = r"""(edged) => {
  const rgba = (css) => { const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const ground = (node) => node === null ? [255, 255, 255, 1]
    : over(rgba(getComputedStyle(node).backgroundColor), ground(node.parentElement));
  const light = (c) => [0, 1, 2].map((i) => c[i] / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (colour, back) => {
    const [a, b] = [light(over(rgba(colour), back)), light(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const named = (node) => `${node.tagName} ${node.id || node.name || node.textContent.trim().slice(0, 20)}`;
  const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const shown = [...document.querySelectorAll("body *:not(.unseen)")].filter((node) => node.checkVisibility());
  const texts = shown.filter((node) => own(node) || node.matches("input, textarea, select"));
  const measured = [
    ...texts.map((node) => [named(node), ratio(getComputedStyle(node).color, ground(node)), 4.5]),
    ...texts.filter((node) => node.matches("[placeholder]"))
      .map((node) => [`${named(node)}, placeholder`, ratio(getComputedStyle(node, "::placeholder").color, ground(node)), 4.5]),
    ...shown.filter((node) => edged && node.matches(edged))
      .map((node) => [`${named(node)}, edge`, ratio(getComputedStyle(node).borderColor, ground(node.parentElement)), 3]),
  ];
  return [measured.filter(([, found, least]) => found < least), texts.length];
}"""


async def faint(page: Page, *, edged: str = "") -> tuple[list[tuple[str, float, float]], int]:
    """Visible texts below 4.5 : 1 and edges of the controls `edged` (a CSS selector) below 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11),
    each with its contrast and the least there; and how many texts were measured."""
    found, count = await page.evaluate(_FAINT, edged)
    return [tuple(one) for one in found], count
