/** Asks before something that cannot be taken back, in words of what will be. */
import { button, el, on, setText } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';

let made = 0;

export class SureAsk extends HTMLElement {
  #words = el('p', { id: `sure-words-${++made}` });
  #go = button('', () => this.#answer(true), { class: 'button' });
  #dialog = el('dialog', { 'aria-labelledby': this.#words.id });
  /** @type {((isSure: boolean) => void) | undefined} */
  #asker;

  constructor() {
    super();
    const stay = button(t('sure.no'), () => this.#answer(false), {
      class: 'button next',
      autofocus: true,
    });
    this.#dialog.append(this.#words, el('div', { class: 'choice' }, stay, this.#go));
    this.append(this.#dialog);
    on(this.#dialog, 'keydown', (event) => event.stopPropagation());
    on(this.#dialog, 'close', () => this.#answer(false));
  }

  /**
   * @param {string} words
   * @param {string} go  the word of the button that does it
   * @returns {Promise<boolean>}
   */
  ask(words, go) {
    setText(this.#words, words);
    setText(this.#go, go);
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#asker = resolve;
    });
  }

  /** @param {boolean} isSure */
  #answer(isSure) {
    const asker = this.#asker;
    this.#asker = undefined;
    if (this.#dialog.open) this.#dialog.close();
    asker?.(isSure);
  }
}

customElements.define('sure-ask', SureAsk);
