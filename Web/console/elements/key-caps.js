/** The caps of a key combination, as they stand on this machine's keyboard. */
import { el } from '../../shared/dom.js';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
/** @type {Record<string, string>} */
const appleCaps = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' };

/** @param {string[]} caps */
export function keyCaps(caps) {
  const keys = caps.map((cap) => el('kbd', { text: isApple ? appleCaps[cap] ?? cap : cap }));
  // Combinations are written from left to right in every language.
  return el('span', { class: 'key-caps', dir: 'ltr' }, ...keys);
}
