/**
 * A labelled input with its error beside it.
 */
import { el, on, set, setText } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @typedef {object} FieldOptions
 * @property {string} name
 * @property {string} label
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {boolean} [optional]  says so beside the label
 * @property {boolean} [mandatory]
 * @property {boolean} [lines]  several lines
 * @property {string} [value]
 * @property {string} [hint]  the rule, before anybody breaks it
 */

let made = 0;

export class TextField extends HTMLElement {
  /** @type {HTMLInputElement | HTMLTextAreaElement} */
  #input;
  #error = el('p', { class: 'error', hidden: true });
  /** @type {HTMLElement | undefined} */
  #hint;
  #label = el('span', { dir: 'auto' });
  #words = el('label', {}, this.#label);
  #optional = el('span', { class: 'optional', text: t('form.optional') });

  /** @param {FieldOptions} options */
  constructor(options) {
    super();
    const id = `field-${++made}`;
    this.#error.id = `${id}-error`;
    this.#input = inputFor(options);
    this.#input.id = id;
    this.#input.value = options.value ?? '';
    if (options.hint) {
      this.#hint = el('p', { class: 'hint quiet-text', text: options.hint, id: `${id}-hint` });
    }
    set(this.#input, { 'aria-describedby': this.#hint?.id });
    set(this.#words, { for: id });
    this.append(
      this.#words,
      el('div', { class: 'box' }, this.#input),
      ...(this.#hint ? [this.#hint] : []),
      this.#error,
    );
    this.show(options);
    on(this.#input, 'input', () => this.showError(''));
  }

  /**
   * Another label, or another rule; what was typed stays.
   * @param {Pick<FieldOptions, 'label' | 'mandatory' | 'optional'>} options
   */
  show({ label, mandatory = false, optional = false }) {
    setText(this.#label, label);
    if (optional) this.#words.append(this.#optional);
    else this.#optional.remove();
    // `aria-required`, not `required`: the browser's own bubbles are neither translated nor placed.
    set(this.#input, { 'aria-required': mandatory ? 'true' : null });
  }

  get value() {
    return this.#input.value;
  }

  set value(text) {
    this.#input.value = text;
  }

  get name() {
    return this.#input.name;
  }

  /** @param {string} text  empty: all is well */
  showError(text) {
    setText(this.#error, text);
    set(this.#error, { hidden: text === '' });
    // The rule that was broken is not said twice.
    const twice = text !== '' && text === this.#hint?.textContent;
    if (this.#hint) set(this.#hint, { hidden: twice });
    const hint = twice ? '' : this.#hint?.id;
    set(this.#input, {
      'aria-invalid': text ? 'true' : null,
      'aria-describedby': [hint, text && this.#error.id].filter(Boolean).join(' ') || null,
    });
  }

  focusInput() {
    this.#input.focus();
  }
}

customElements.define('text-field', TextField);

/** @param {FieldOptions} options */
function inputFor({ name, type, autocomplete, lines }) {
  const attributes = { name, autocomplete };
  if (lines) return el('textarea', { ...attributes, rows: 4 });
  return el('input', { ...attributes, type: type ?? 'text' });
}
