/**
 * A labelled choice with its error beside it. The browser's own list: phones and screen readers know
 * it.
 */
import { el, fillWith, on, set, setText } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @typedef {{ name: string, label: string, choices: string[], value?: string, mandatory?: boolean,
 *   optional?: boolean }} ChoiceOptions  `optional` says so beside the label
 */

let made = 0;

export class ChoiceField extends HTMLElement {
  #label = el('span', { dir: 'auto' });
  #optional = el('span', { class: 'optional', text: t('form.optional') });
  #select;
  #error = el('p', { class: 'error', hidden: true });
  /** @type {string[]} */
  #choices = [];

  /** @param {ChoiceOptions} options */
  constructor(options) {
    super();
    const id = `choice-${++made}`;
    this.#error.id = `${id}-error`;
    this.#select = el('select', { id, name: options.name, dir: 'auto' });
    this.append(
      el('label', { for: id }, this.#label, this.#optional),
      el('div', { class: 'box' }, this.#select),
      this.#error,
    );
    this.show(options);
    this.value = options.value ?? '';
    on(this.#select, 'change', () => this.showError(''));
  }

  /**
   * Another label or other choices; what was chosen stays where it still can be.
   * @param {ChoiceOptions} options
   */
  show({ label, choices, mandatory = false, optional = false }) {
    setText(this.#label, label);
    set(this.#optional, { hidden: !optional });
    set(this.#select, { 'aria-required': mandatory ? 'true' : null });
    if (this.#choices.length > 0 && this.#choices.join('\n') === choices.join('\n')) return;
    const { value } = this;
    this.#choices = choices;
    fillWith(
      this.#select,
      el('option', { value: '', text: t('form.choose') }),
      ...choices.map((choice) => el('option', { value: choice, dir: 'auto', text: choice })),
    );
    this.value = value;
  }

  get name() {
    return this.#select.name;
  }

  /** Empty while nothing is chosen. */
  get value() {
    return this.#select.value;
  }

  set value(choice) {
    this.#select.value = this.#choices.includes(choice) ? choice : '';
  }

  /** @param {string} text  empty: all is well */
  showError(text) {
    setText(this.#error, text);
    set(this.#error, { hidden: text === '' });
    set(this.#select, {
      'aria-invalid': text ? 'true' : null,
      'aria-describedby': text ? this.#error.id : null,
    });
  }

  focusInput() {
    this.#select.focus();
  }
}

customElements.define('choice-field', ChoiceField);
