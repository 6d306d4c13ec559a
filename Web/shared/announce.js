/** Says something to screen readers, politely, wherever it happened. */
import { el } from './dom.js';

const place = el('div', { class: 'spoken', role: 'status' });

/** @param {string} text */
export function announce(text) {
  if (!place.isConnected) document.body.append(place);
  place.replaceChildren(el('p', { text }));
}
