/**
 * A box to tick, with its words beside it and its error below.
 */
import { el, on, set, setText } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @typedef {{ name: string, label: string, value?: boolean, mandatory?: boolean,
 *   optional?: boolean }} CheckOptions  `optional` says so behind the label
 */

let made = 0;

export class CheckField extends HTMLElement {
  #label = el('span', { dir: 'auto' });
  #optional = el('span', { class: 'optional', text: t('form.optional') });
  #input;
  #error = el('p', { class: 'error', hidden: true });

  /** @param {CheckOptions} options */
  constructor(options) {
    super();
    const id = `check-${++made}`;
    this.#error.id = `${id}-error`;
    this.#input = el('input', { id, type: 'checkbox', name: options.name });
    const words = el('span', { class: 'words' }, this.#label, ' ', this.#optional);
    this.append(el('label', { for: id }, this.#input, words), this.#error);
    this.show(options);
    this.value = options.value === true;
    on(this.#input, 'change', () => this.showError(''));
  }

  /** @param {CheckOptions} options */
  show({ label, mandatory = false, optional = false }) {
    setText(this.#label, label);
    set(this.#optional, { hidden: !optional });
    set(this.#input, { 'aria-required': mandatory ? 'true' : null });
  }

  get name() {
    return this.#input.name;
  }

  get value() {
    return this.#input.checked;
  }

  set value(isTicked) {
    this.#input.checked = isTicked;
  }

  /** @param {string} text  empty: all is well */
  showError(text) {
    setText(this.#error, text);
    set(this.#error, { hidden: text === '' });
    set(this.#input, {
      'aria-invalid': text ? 'true' : null,
      'aria-describedby': text ? this.#error.id : null,
    });
  }

  focusInput() {
    this.#input.focus();
  }
}

customElements.define('check-field', CheckField);
