/**
 * Why a chat came to whom it came: every decision as sentences, read when somebody wants to know.
 *
 * @import { Answer } from '../../shared/http.js'
 *
 * @typedef {{ key: string, values: Record<string, string | number | string[]> }} Sentence
 * @typedef {{ number: number, at: number, sentences: Sentence[] }} Explanation
 */
import { el, fillWith, setText } from '../../shared/dom.js';
import { faultText, t } from '../../shared/i18n.js';
import { askConsole } from '../ask.js';
import { namesOf, whenOf } from '../words.js';

export class WhyList extends HTMLElement {
  #details;
  #list = el('ol');
  #said = el('p', { class: 'quiet-text', role: 'status' });
  #chat = '';

  constructor() {
    super();
    this.#details = el('details', {}, el('summary', { text: t('why.heading') }));
    this.#details.append(this.#said, this.#list);
    this.#details.addEventListener('toggle', () => void this.#fetch());
    this.append(this.#details);
  }

  /** @param {string} chat */
  show(chat) {
    if (chat === this.#chat) return;
    this.#chat = chat;
    fillWith(this.#list);
    if (this.#details instanceof HTMLDetailsElement) this.#details.open = false;
  }

  async #fetch() {
    if (!(this.#details instanceof HTMLDetailsElement) || !this.#details.open) return;
    const chat = this.#chat;
    /** @type {Answer<{ explanations: Explanation[] }>} */
    const answer = await askConsole('GET', `chats/${chat}/explanations`);
    if (chat !== this.#chat) return;
    setText(this.#said, answer.ok ? '' : t('page.failed', { reason: faultText(answer.fault) }));
    if (answer.ok) fillWith(this.#list, ...answer.body.explanations.map(decision));
  }
}

customElements.define('why-list', WhyList);

/** @param {Explanation} explanation */
function decision(explanation) {
  const when = el('span', { class: 'quiet-text', text: whenOf(explanation.at, Date.now()) });
  const told = explanation.sentences.map(sentence).join(' ');
  return el('li', {}, when, ' ', el('span', { dir: 'auto', text: told }));
}

/** @param {Sentence} sentence */
function sentence({ key, values }) {
  /** @type {Record<string, string | number>} */
  const words = {};
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) words[name] = namesOf(value);
    else words[name] = name === 'stage' ? t(`stage.${afterDot(String(value))}`) : value;
  }
  return t(`explain.${afterDot(key)}`, words);
}

/** @param {string} key */
function afterDot(key) {
  return key.slice(key.indexOf('.') + 1);
}
