/** The button that ends the chat, and the question it asks first: nothing brings a chat back. */
import { button, el, on, set, tell } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

export class EndAsk extends HTMLElement {
  /** Stands in the bar; this element lies below it. */
  button = button(t('phone.end'), () => this.#ask(), { class: 'button quiet' });
  #first = button(t('phone.endNo'), () => this.#calm(), { class: 'button' });

  constructor() {
    super();
    const end = button(t('phone.endYes'), () => {
      this.close();
      tell(this, 'end');
    }, { class: 'button next' });
    this.append(el('p', { text: t('phone.endAsk') }), this.#first, end);
    on(this, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.#calm();
    });
    set(this, { role: 'group', 'aria-label': t('phone.endAsk') });
    this.close();
  }

  close() {
    set(this, { hidden: true });
  }

  #ask() {
    set(this, { hidden: !this.hidden });
    this.#first.focus();
  }

  #calm() {
    this.close();
    this.button.focus();
  }
}

customElements.define('end-ask', EndAsk);
