/**
 * Facts with their names; what is wanted elsewhere is copied with one press.
 *
 * @typedef {{ key: string, label?: string, value: string, copies?: boolean, link?: string,
 *   exact?: string }} Fact  `label`: in the room's own words
 */
import { announce } from '../../shared/announce.js';
import { button, drawList, el, fillWith, set, setText } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from '../icons.js';

const copiedMilliseconds = 2000;

export class FactList extends HTMLElement {
  #list = el('dl');

  constructor() {
    super();
    this.append(this.#list);
  }

  /** @param {Fact[]} facts */
  show(facts) {
    drawList(this.#list, facts.filter(({ value }) => value), {
      key: ({ key }) => key,
      make: (fact) =>
        el('div', {}, el('dt', { dir: 'auto', text: labelOf(fact) }), el('dd', {}, el('bdi'))),
      show: (row, fact) => showFact(row, fact),
    });
  }
}

customElements.define('fact-list', FactList);

/** @param {Fact} fact */
function labelOf({ key, label }) {
  return label ?? t(`facts.${key}`);
}

/**
 * @param {HTMLElement} row
 * @param {Fact} fact
 */
function showFact(row, { key, label, value, copies = false, link, exact }) {
  const place = row.querySelector('dd');
  if (!place || row.dataset.value === value) return;
  row.dataset.value = value;
  const text = link === undefined ? el('bdi', { text: value }) : el('a', {
    href: link,
    target: '_blank',
    rel: 'noopener noreferrer',
    dir: 'ltr',
    text: value,
  });
  set(text, { title: exact });
  fillWith(place, text, copies && copier(labelOf({ key, label, value }), value));
}

/**
 * @param {string} name
 * @param {string} value
 */
function copier(name, value) {
  const label = t('facts.copy', { name });
  const said = el('span', { class: 'spoken' });
  const copy = button('', async () => {
    const done = await copied(value, copy);
    announce(t(done ? 'copy.copied' : 'copy.select'));
    fillWith(copy, icon(done ? 'tick' : 'copy'), said);
    setText(said, label);
    setTimeout(() => fillWith(copy, icon('copy'), said), copiedMilliseconds);
  }, { class: 'button quiet copy', title: label });
  setText(said, label);
  copy.append(icon('copy'), said);
  return copy;
}

/**
 * @param {string} value
 * @param {Element} place
 */
async function copied(value, place) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    // On plain http the clipboard is closed; the text is selected for the keyboard.
    const text = place.parentElement?.firstElementChild;
    if (text) getSelection()?.selectAllChildren(text);
    return false;
  }
}
