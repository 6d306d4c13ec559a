/** The button that ends the chat, and the question it asks first: nothing brings a chat back. */
import { button, el, on, set, setText, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

export class EndAsk extends HTMLElement {
  /** Stands in the bar; this element lies below it. */
  button = button(t('phone.end'), () => this.#ask(), { class: 'button quiet' });
  #first = button(t('phone.endNo'), () => this.#calm(), { class: 'button' });
  #end = button(t('phone.endYes'), () => this.#go(), { class: 'button next' });
  #said = el('p', { class: 'said', role: 'alert' });

  constructor() {
    super();
    const choice = el('div', { class: 'choice' }, this.#first, this.#end);
    this.append(el('p', { text: t('phone.endAsk') }), choice, this.#said);
    on(this, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.#calm();
    });
    set(this, { role: 'group', 'aria-label': t('phone.endAsk') });
    this.close();
  }

  close() {
    set(this, { hidden: true });
    this.stay('');
  }

  /**
   * The chat was not ended.
   * @param {string} why
   */
  stay(why) {
    setText(this.#end, t('phone.endYes'));
    setText(this.#said, why);
  }

  #ask() {
    this.stay('');
    set(this, { hidden: !this.hidden });
    this.#first.focus();
  }

  #go() {
    setText(this.#end, t('phone.ending'));
    tell(this, 'end');
  }

  #calm() {
    this.close();
    this.button.focus();
  }
}

customElements.define('end-ask', EndAsk);
