/** A question before something that nothing brings back. It lies where the thumb is. */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';

/**
 * @typedef {{ ask: string, body?: () => string, no: string, yes: string, doing: string }} Words
 */

export class AskSheet extends HTMLElement {
  #words;
  #first;
  #go;
  #more = el('p', { class: 'more quiet-text' });
  #said = el('p', { class: 'said', role: 'alert' });
  /** Where the hand was before. @type {Element | null} */
  #opener = null;

  /**
   * @param {Words} words
   * @param {string} event  told when the answer is yes
   */
  constructor(words, event) {
    super();
    this.#words = words;
    this.#first = button(words.no, () => this.#calm(), { class: 'button large' });
    this.#go = button(words.yes, () => {
      setText(this.#go, words.doing);
      tell(this, event);
    }, { class: 'button next large' });
    this.append(
      el('p', { class: 'ask', text: words.ask }),
      words.body ? this.#more : '',
      this.#said,
      el('div', { class: 'choice' }, this.#first, this.#go),
    );
    on(this, 'keydown', (event) => {
      if (event.key !== 'Escape') return;
      // What lies under the sheet stays.
      event.stopPropagation();
      this.#calm();
    });
    set(this, { role: 'group', 'aria-label': words.ask });
    this.close();
  }

  ask() {
    if (!this.hidden) return this.#calm();
    this.stay('');
    setText(this.#more, this.#words.body?.() ?? '');
    this.#opener = document.activeElement;
    set(this, { hidden: false });
    this.#first.focus();
  }

  close() {
    set(this, { hidden: true });
    this.stay('');
  }

  /**
   * It was not done.
   * @param {string} why
   */
  stay(why) {
    setText(this.#go, this.#words.yes);
    setText(this.#said, why);
  }

  #calm() {
    this.close();
    if (this.#opener instanceof HTMLElement) this.#opener.focus();
  }
}

customElements.define('ask-sheet', AskSheet);
