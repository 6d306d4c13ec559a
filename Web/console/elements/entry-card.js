/**
 * A card with a headline, some fields and one button: how one comes into the console.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { TextField } from '../../shared/elements/text-field.js'
 * @import { Fault } from '../../shared/wire.d.ts'
 *
 * @typedef {{ text: string, kind: 'good' | 'wait' | 'bad' }} Said
 *
 * @typedef {object} EntryOptions
 * @property {string} headline
 * @property {string} [sub]
 * @property {Said | null} [said]  what happened before
 * @property {TextField[]} [fields]
 * @property {string} [go]  the button's words
 * @property {() => Promise<Answer>} [send]
 * @property {() => void} [done]
 * @property {(fault: Fault) => string} [explain]
 * @property {(fault: Fault) => EntryCard | false} [instead]  what stands here after this fault
 * @property {HTMLElement[]} [parts]
 */
import { el, on, set, setText } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

export class EntryCard extends HTMLElement {
  #headline;
  #said;
  #options;
  #button;

  /** @param {EntryOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    const { headline, sub, said, fields = [], go = '', parts = [] } = options;
    this.#headline = el('h1', { text: headline, tabindex: -1 });
    this.#said = el('p', { class: 'said', role: 'status' });
    if (said) this.#say(said);
    this.#button = el('button', { type: 'submit', class: 'button next large', text: go });
    const form = el('form', { novalidate: true }, ...fields, this.#said, go !== '' && this.#button);
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.append(
      el(
        'main',
        {},
        el('p', { class: 'brand', text: t('console.title') }),
        this.#headline,
        sub !== undefined && el('p', { class: 'sub', text: sub }),
        form,
        ...parts,
      ),
    );
  }

  focusTitle() {
    const first = this.#options.fields?.[0];
    if (first) first.focusInput();
    else this.#headline.focus();
  }

  async #send() {
    const { fields = [], send, done } = this.#options;
    const empty = fields.filter((field) => field.value.trim() === '');
    for (const field of empty) field.showError(t('error.fieldMissing'));
    if (empty[0]) return empty[0].focusInput();
    if (this.#button.disabled || !send) return;
    this.#busy(true);
    const answer = await send();
    this.#busy(false);
    if (answer.ok) done?.();
    else this.#explain(answer.fault);
  }

  /** @param {Fault} fault */
  #explain(fault) {
    const { fields = [], explain, instead } = this.#options;
    const other = instead?.(fault);
    if (other) {
      this.replaceWith(other);
      return other.focusTitle();
    }
    const text = explain?.(fault) ?? fault.message;
    const field = fields.find((each) => each.name === fault.field);
    if (field) {
      field.showError(text);
      field.focusInput();
    } else this.#say({ text, kind: 'bad' });
  }

  /** @param {Said} said */
  #say({ text, kind }) {
    set(this.#said, { 'data-kind': kind });
    setText(this.#said, text);
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#button.disabled = busy;
    set(this, { 'aria-busy': busy ? 'true' : null });
    if (busy) setText(this.#said, '');
  }
}

customElements.define('entry-card', EntryCard);
