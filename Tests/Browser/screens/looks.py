"""What a page is looked at for: violations of WCAG, what scrolls sideways, what is cut off."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1440, "height": 900}
# 1280 px at 400 %, as WCAG 1.4.10 asks.
ZOOMED = {"width": 320, "height": 512}


@dataclass(frozen=True)
class Look:
    name: str
    options: dict
    sizes: tuple[dict, ...]
    language: str = "en"
    spaced: bool = False
    # Seen by the long piece `looks` alone.
    long: bool = False


DARK = {"locale": "en-GB", "color_scheme": "dark"}
ARABIC = {"locale": "ar-EG"}

LOOKS = [
    Look("light", {"locale": "en-GB"}, (WIDE, PHONE)),
    Look("dark", DARK, (PHONE,)),
    Look("arabic", ARABIC, (PHONE,), language="ar"),
    Look("dark-wide", DARK, (WIDE,), long=True),
    Look("arabic-wide", ARABIC, (WIDE,), language="ar", long=True),
    Look("zoomed", {"locale": "en-GB"}, (ZOOMED,), spaced=True, long=True),
]

# WCAG 1.4.12, as a reader's own style sheet would have it.
SPACED = """
addEventListener('DOMContentLoaded', () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
});
"""

# Each text is compared with every box around it that hides what is outside. An ellipsis and a
# line clamp are chosen; what can be scrolled is not lost; one pixel is rounding.
CUT_OFF = """
() => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    const parent = node.parentElement;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width < 1 || text.height < 1) continue;
    let [across, down] = [true, true];
    for (let box = parent; box && (across || down); box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === 'contents' || style.display === 'inline') continue;
      const edge = box.getBoundingClientRect();
      if (edge.width <= 2 || edge.height <= 2 || style.clipPath !== 'none') {
        [across, down] = [false, false]; // only read aloud
        break;
      }
      const clamped = style.webkitLineClamp !== 'none';
      const shortened = clamped || style.textOverflow === 'ellipsis';
      if (/auto|scroll/.test(style.overflowX) || shortened) across = false;
      // Nobody scrolls back beyond the beginning.
      if (down && /auto|scroll/.test(style.overflowY) && text.top < edge.top - box.scrollTop - 1.5) {
        cut.push(`${node.data.trim().slice(0, 40)} above ${box.localName}.${box.className}`);
      }
      if (/auto|scroll/.test(style.overflowY) || clamped) down = false;
      const off = (way, from, to) => way && (text[from] < edge[from] - 1.5 || text[to] > edge[to] + 1.5);
      if ((/hidden|clip/.test(style.overflowX) && off(across, 'left', 'right')) ||
          (/hidden|clip/.test(style.overflowY) && off(down, 'top', 'bottom'))) {
        cut.push(`${node.data.trim().slice(0, 40)} in ${box.localName}.${box.className}`);
        [across, down] = [false, false];
      }
      if (style.position === 'fixed') down = false;
    }
    if (across && (text.left < -1.5 || text.right > innerWidth + 1.5)) {
      cut.push(`${node.data.trim().slice(0, 40)} beside the page`);
    }
  }
  return cut;
}
"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def axe() -> str:
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"axe {each['id']}: {[node['html'][:140] for node in each['nodes'][:3]]}"
        for each in found["violations"]]


def layout_faults(page: Page) -> list[str]:
    sideways = page.evaluate(SIDEWAYS)
    faults = [f"scrolls sideways by {sideways}"] if sideways > 0 else []
    return faults + [f"cut off: {each}" for each in page.evaluate(CUT_OFF)]


def settle(page: Page) -> None:
    """Until nothing moves, and the paint of the last change is there."""
    page.evaluate("""async () => {
      const endless = (each) => each.effect?.getComputedTiming().iterations === Infinity;
      const moving = document.getAnimations().filter((each) => !endless(each));
      const patience = new Promise((resume) => setTimeout(resume, 600));
      await Promise.race([Promise.allSettled(moving.map((each) => each.finished)), patience]);
      await new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume)));
    }""")


def shown(text: str | dict, on_page: str) -> bool:
    """Whether a text of the locale files stands there, whatever its placeholders hold."""
    forms = [text] if isinstance(text, str) else text.values()
    return any(re.search(pattern(form), on_page) for form in forms)


def pattern(form: str) -> str:
    parts = re.split(r"\{\w+\}", form)
    return r"[\s\S]*?".join(r"\s+".join(map(re.escape, part.split(" "))) for part in parts)
