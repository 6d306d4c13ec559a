/**
 * One of the room's own fields: what it asks, how, and when. Tells what was pressed; the list does
 * it.
 *
 * @import { CustomField } from '../../../shared/wire.d.ts'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../../shared/dom.js';
import { CheckField } from '../../../shared/elements/check-field.js';
import { TextField } from '../../../shared/elements/text-field.js';
import { t } from '../../../shared/i18n.js';
import { valuesOf } from '../../../shared/state/custom-fields.js';
import { icon } from '../../icons.js';
import { askable, choicesIn } from '../../state/own-fields.js';

const kinds = /** @type {const} */ (['text', 'lines', 'choice', 'checkBox', 'consent']);

export class CustomFieldCard extends HTMLElement {
  #key = '';
  /** What its condition may ask. @type {CustomField[]} */
  #asked = [];
  #place = el('span', { class: 'place quiet-text' });
  #up = this.#mover('up', -1);
  #down = this.#mover('down', 1);
  #remove = this.#sign('close', () => tell(this, 'own-field-remove', { key: this.#key }));
  #label = new TextField({ name: 'label', label: t('ownFields.label'), autocomplete: 'off' });
  #choices = new TextField({
    name: 'choices',
    label: t('ownFields.choices'),
    hint: t('ownFields.choicesHint'),
    autocomplete: 'off',
    lines: true,
  });
  #kind = el('select', {}, ...kinds.map((kind) => new Option(t(`ownFields.kind.${kind}`), kind)));
  #mandatory = new CheckField({ name: 'mandatory', label: t('ownFields.mandatory') });
  #when = el('select');
  #value = el('select', { 'aria-label': t('ownFields.whenValue') });
  #whenRow;
  #error = el('p', { class: 'error', role: 'alert', hidden: true });

  constructor() {
    super();
    set(this, { role: 'listitem' });
    this.#whenRow = labelled(
      t('ownFields.when'),
      this.#when,
      el('span', { class: 'pair' }, this.#when, this.#value),
    );
    this.append(
      el('header', {}, this.#place, this.#up, this.#down, this.#remove),
      this.#label,
      labelled(t('ownFields.kind'), this.#kind),
      this.#choices,
      this.#mandatory,
      this.#whenRow,
      this.#error,
    );
    on(this.#label, 'input', () => this.#edit({ label: this.#label.value }));
    on(this.#choices, 'input', () => this.#edit({ choices: choicesIn(this.#choices.value) }));
    on(this.#mandatory, 'change', () => this.#edit({ mandatory: this.#mandatory.value }));
    on(this.#kind, 'change', () => {
      this.#edit({ kind: /** @type {CustomField['kind']} */ (this.#kind.value) });
    });
    on(this.#when, 'change', () => this.#ask(this.#when.value));
    on(this.#value, 'change', () => {
      this.#edit({ showWhen: { field: this.#when.value, value: this.#value.value } });
    });
    on(this, 'keydown', (/** @type {KeyboardEvent} */ event) => this.#press(event));
  }

  /**
   * @param {CustomField} field
   * @param {CustomField[]} all  the list that it stands in
   */
  show(field, all) {
    this.#key = field.key;
    const at = all.indexOf(field);
    const name = field.label.trim() || t('ownFields.unnamed');
    setText(this.#place, t('ownFields.place', { place: at + 1 }));
    this.#name(this.#up, t('ownFields.up', { label: name }));
    this.#name(this.#down, t('ownFields.down', { label: name }));
    this.#name(this.#remove, t('ownFields.remove', { label: name }));
    set(this.#up, { disabled: at === 0 });
    set(this.#down, { disabled: at === all.length - 1 });
    if (this.#label.value.trim() !== field.label.trim()) this.#label.value = field.label;
    const choices = field.choices.join('\n');
    if (choicesIn(this.#choices.value).join('\n') !== choices) this.#choices.value = choices;
    set(this.#choices, { hidden: field.kind !== 'choice' });
    this.#kind.value = field.kind;
    this.#mandatory.value = field.mandatory;
    // A consent is always needed: nothing is to be chosen.
    set(this.#mandatory, { hidden: field.kind === 'consent' });
    this.#showCondition(field, askable(all, field.key));
  }

  focusFirst() {
    this.#label.focusInput();
  }

  focusRemove() {
    this.#remove.focus();
  }

  /** @param {-1 | 1} by */
  focusMove(by) {
    const [wanted, other] = by < 0 ? [this.#up, this.#down] : [this.#down, this.#up];
    (wanted.disabled ? other : wanted).focus();
  }

  get inputs() {
    return [...this.querySelectorAll('input, textarea, select')];
  }

  /** @param {string} text */
  showError(text) {
    setText(this.#error, text);
    set(this.#error, { hidden: text === '' });
  }

  /**
   * @param {CustomField} field
   * @param {CustomField[]} asked  what a condition may ask
   */
  #showCondition({ showWhen }, asked) {
    this.#asked = asked;
    set(this.#whenRow, { hidden: asked.length === 0 });
    this.#fill(
      this.#when,
      [['', t('ownFields.always')], ...asked.map(({ key, label }) => [key, asName(label)])],
      showWhen?.field ?? '',
    );
    const target = asked.find(({ key }) => key === showWhen?.field);
    set(this.#value, { hidden: !target });
    if (!target || !showWhen) return;
    const values = valuesOf(target);
    const words = values.map((value) => [value, wordOf(target, value)]);
    const isGone = !values.includes(showWhen.value);
    if (isGone) words.push([showWhen.value, t('ownFields.gone', { value: showWhen.value })]);
    this.#fill(this.#value, words, showWhen.value);
    set(this.#value, { 'aria-invalid': isGone ? 'true' : null });
  }

  /**
   * Only what differs is drawn: an open list stays open.
   * @param {HTMLSelectElement} select
   * @param {string[][]} options
   * @param {string} value
   */
  #fill(select, options, value) {
    const before = [...select.options].map((option) => [option.value, option.text]);
    if (JSON.stringify(before) !== JSON.stringify(options)) {
      fillWith(select, ...options.map(([each = '', word = '']) => new Option(word, each)));
    }
    select.value = value;
  }

  /** @param {string} field */
  #ask(field) {
    if (!field) return this.#edit({ showWhen: null });
    const asked = this.#asked.find(({ key }) => key === field);
    const [first = ''] = asked ? valuesOf(asked) : [];
    this.#edit({ showWhen: { field, value: first } });
  }

  /** @param {Partial<CustomField>} change */
  #edit(change) {
    tell(this, 'own-field-edit', { key: this.#key, change });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const by = event.key === 'ArrowUp' ? -1 : 1;
    if ((by < 0 ? this.#up : this.#down).disabled) return;
    tell(this, 'own-field-move', { key: this.#key, by });
  }

  /**
   * @param {'up' | 'down'} way
   * @param {-1 | 1} by
   */
  #mover(way, by) {
    return this.#sign(way, () => tell(this, 'own-field-move', { key: this.#key, by }));
  }

  /**
   * @param {Parameters<typeof icon>[0]} sign
   * @param {() => void} act
   */
  #sign(sign, act) {
    const made = button('', act, { class: 'button quiet' });
    made.append(icon(sign));
    return made;
  }

  /**
   * @param {HTMLButtonElement} made
   * @param {string} name
   */
  #name(made, name) {
    set(made, { 'aria-label': name, title: name });
  }
}

customElements.define('custom-field-card', CustomFieldCard);

let made = 0;

/**
 * @param {string} label
 * @param {HTMLSelectElement} select
 * @param {HTMLElement} [shown]  what the select stands in
 */
function labelled(label, select, shown = select) {
  const id = `own-field-${++made}`;
  set(select, { id, dir: 'auto' });
  return el('div', { class: 'line' }, el('label', { for: id, text: label }), shown);
}

/** @param {string} label */
function asName(label) {
  return label.trim() || t('ownFields.unnamed');
}

/**
 * @param {CustomField} field
 * @param {string} value
 */
function wordOf({ kind }, value) {
  if (kind === 'choice') return value;
  return t(value === 'yes' ? 'ownFields.ticked' : 'ownFields.unticked');
}
