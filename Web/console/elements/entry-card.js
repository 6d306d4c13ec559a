/**
 * A card with a headline, some fields and one button: how one comes into the console.
 *
 * @import { Answer } from '../../shared/http.js'
 * @import { Fault } from '../../shared/wire.d.ts'
 *
 * @typedef {HTMLElement & { name: string, value: string, showError(text: string): void,
 *   focusInput(): void }} EntryField
 * @typedef {{ text: string, kind: 'good' | 'wait' | 'bad' }} Said
 *
 * @typedef {object} EntryOptions
 * @property {string} headline
 * @property {string} [sub]
 * @property {Said | null} [said]  what happened before
 * @property {HTMLElement} [top]  what stands above the headline
 * @property {string} [account]  whose password is asked for: password managers keep it with it
 * @property {EntryField[]} [fields]
 * @property {(values: Record<string, string>) => Record<string, string>} [check]  what is wrong with
 *   each field before anything is sent
 * @property {string} [go]  the button's words
 * @property {() => Promise<Answer>} [send]
 * @property {() => void} [done]
 * @property {(fault: Fault) => string} [explain]
 * @property {(fault: Fault) => boolean} [instead]  leads elsewhere after this fault, if it does
 * @property {() => void} [back]  to the step before
 * @property {HTMLElement[]} [parts]
 */
import { button, el, on, set, setText } from '../../shared/dom.js';
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
    const { headline, sub, said, top, fields = [], parts = [] } = options;
    this.#headline = el('h1', { text: headline, tabindex: -1 });
    this.#said = el('p', { class: 'said', role: 'status' });
    if (said) this.#say(said);
    this.#button = el('button', {
      type: 'submit',
      class: 'button next large',
      text: options.go ?? '',
    });
    this.append(
      el(
        'main',
        {},
        el('p', { class: 'brand', text: t('console.title') }),
        top,
        this.#headline,
        sub !== undefined && el('p', { class: 'sub', text: sub }),
        fields.length > 0 || said ? this.#form() : null,
        ...parts,
      ),
    );
  }

  #form() {
    const { account, fields = [], go, back } = this.#options;
    const form = el(
      'form',
      { novalidate: true },
      account !== undefined && owner(account),
      ...fields,
      this.#said,
      go !== undefined && this.#button,
      back && button(t('steps.back'), back, { class: 'button quiet large' }),
    );
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    return form;
  }

  focusTitle() {
    const first = this.#options.fields?.[0];
    if (first) first.focusInput();
    else this.#headline.focus();
  }

  async #send() {
    const { send, done } = this.#options;
    if (!this.#isComplete() || this.#button.disabled || !send) return;
    this.#busy(true);
    const answer = await send();
    this.#busy(false);
    if (answer.ok) done?.();
    else this.#explain(answer.fault);
  }

  #isComplete() {
    const { fields = [], check = missing } = this.#options;
    const problems = check(Object.fromEntries(fields.map(({ name, value }) => [name, value])));
    const wrong = fields.filter(({ name }) => problems[name]);
    for (const field of wrong) field.showError(problems[field.name] ?? '');
    wrong[0]?.focusInput();
    return wrong.length === 0;
  }

  /** @param {Fault} fault */
  #explain(fault) {
    const { fields = [], explain, instead } = this.#options;
    if (instead?.(fault)) return;
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

/**
 * @param {Record<string, string>} values
 * @returns {Record<string, string>}
 */
function missing(values) {
  const empty = Object.keys(values).filter((field) => values[field]?.trim() === '');
  return Object.fromEntries(empty.map((field) => [field, t('error.fieldMissing')]));
}

/** @param {string} account */
function owner(account) {
  const input = el('input', { class: 'spoken', type: 'email', autocomplete: 'username' });
  set(input, { value: account, readonly: true, tabindex: -1, 'aria-hidden': 'true' });
  return input;
}
