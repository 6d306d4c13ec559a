/**
 * The room's own fields of the contact form, one below the other. Tells `changed` with the new list.
 *
 * @import { CustomField } from '../../../shared/wire.d.ts'
 * @import { Edited } from '../../state/own-fields.js'
 */
import { announce } from '../../../shared/announce.js';
import { button, drawList, el, on, set, setText, tell } from '../../../shared/dom.js';
import { many, t } from '../../../shared/i18n.js';
import { changed, fieldsMax, moved, withNew, without } from '../../state/own-fields.js';
import { CustomFieldCard } from './custom-field-card.js';

export class CustomFieldsEditor extends HTMLElement {
  /** @type {CustomField[]} */
  #fields = [];
  #none = el('div', { class: 'none' });
  #list = el('div', { role: 'list', class: 'own-fields' });
  #add = button(t('ownFields.add'), () => this.#addOne(), { class: 'button' });
  #full = el('p', { class: 'quiet-text' });
  /** What happened to other fields because of the last press. */
  #said = el('p', { class: 'quiet-text', role: 'status' });

  /**
   * @param {string} label  what the list is called aloud
   * @param {CustomField[]} value
   */
  constructor(label, value) {
    super();
    set(this, { role: 'group', 'aria-label': label });
    this.#none.append(
      el('p', { class: 'strong', text: t('ownFields.none') }),
      el('p', { class: 'quiet-text', text: t('ownFields.noneBody') }),
    );
    this.append(this.#none, this.#list, this.#said, this.#add, this.#full);
    on(this, 'own-field-edit', ({ detail }) => this.#edit(detail.key, detail.change));
    on(this, 'own-field-move', ({ detail }) => this.#move(detail.key, detail.by));
    on(this, 'own-field-remove', ({ detail }) => this.#remove(detail.key));
    this.show(value);
  }

  /** @param {CustomField[]} value */
  show(value) {
    if (this.#list.childElementCount > 0 && isSame(value, this.#fields)) return;
    this.#fields = value;
    this.#draw();
  }

  focusFirst() {
    const [first] = this.#cards;
    if (first) first.focusFirst();
    else this.#add.focus();
  }

  /** What an error belongs to. */
  get inputs() {
    return this.#cards.flatMap((card) => card.inputs);
  }

  /**
   * Shows an error where it belongs; an empty text takes all of them away.
   * @param {string} path  within the list, such as `2.choices.0`
   * @param {string} text
   */
  showError(path, text) {
    const at = Number(path.split('.')[0]);
    for (const [index, card] of this.#cards.entries()) {
      card.showError(index === at ? text : '');
    }
  }

  get #cards() {
    return /** @type {CustomFieldCard[]} */ ([...this.#list.children]);
  }

  #draw() {
    const fields = this.#fields;
    set(this.#none, { hidden: fields.length > 0 });
    set(this.#list, { hidden: fields.length === 0 });
    drawList(this.#list, fields, {
      key: ({ key }) => key,
      make: () => new CustomFieldCard(),
      show: (card, field) => card.show(field, fields),
    });
    const isFull = fields.length >= fieldsMax;
    set(this.#add, { hidden: isFull });
    setText(this.#full, isFull ? many('ownFields.full', fieldsMax) : '');
  }

  /** @param {Edited} edited */
  #take({ fields, freed }) {
    this.#fields = fields;
    this.#draw();
    const names = freed.map(({ label }) => t('ownFields.freed', { label: nameOf(label) }));
    setText(this.#said, names.join(' '));
    tell(this, 'changed', fields);
  }

  #addOne() {
    this.#take({ fields: withNew(this.#fields, Math.random()), freed: [] });
    this.#cards.at(-1)?.focusFirst();
  }

  /**
   * @param {string} key
   * @param {Partial<CustomField>} change
   */
  #edit(key, change) {
    this.#take(changed(this.#fields, key, change));
  }

  /**
   * @param {string} key
   * @param {-1 | 1} by
   */
  #move(key, by) {
    const held = document.activeElement;
    this.#take(moved(this.#fields, key, by));
    const at = this.#fields.findIndex((field) => field.key === key);
    const card = this.#cards[at];
    // What is pressed again and again stays under the hand; at the end of the way its opposite.
    if (held instanceof HTMLElement && card?.contains(held) && !isDisabled(held)) held.focus();
    else card?.focusMove(by);
    const label = nameOf(this.#fields[at]?.label ?? '');
    announce(t('ownFields.moved', { label, place: at + 1, count: this.#fields.length }));
  }

  /** @param {string} key */
  #remove(key) {
    const at = this.#fields.findIndex((field) => field.key === key);
    this.#take(without(this.#fields, key));
    const next = this.#cards[at] ?? this.#cards[at - 1];
    if (next) next.focusRemove();
    else this.#add.focus();
    announce(t('ownFields.removed'));
  }
}

customElements.define('custom-fields-editor', CustomFieldsEditor);

/** @param {string} label */
function nameOf(label) {
  return label.trim() || t('ownFields.unnamed');
}

/** @param {HTMLElement} element */
function isDisabled(element) {
  return element instanceof HTMLButtonElement && element.disabled;
}

/**
 * The server takes blanks off the ends; whoever types is not disturbed by it.
 * @param {CustomField[]} one
 * @param {CustomField[]} other
 */
function isSame(one, other) {
  /** @param {CustomField[]} fields */
  const text = (fields) =>
    JSON.stringify(fields.map((field) => [
      field.key,
      field.kind,
      field.label.trim(),
      field.mandatory,
      field.choices,
      field.showWhen?.field,
      field.showWhen?.value,
    ]));
  return text(one) === text(other);
}
