/**
 * Everything the console can do, found by a few letters: an input that names its options to
 * screen readers, with the arrows choosing among them.
 *
 * @import { Item } from '../state/palette.js'
 *
 * @typedef {Item & { act: () => void }} Order
 */
import { el, fillWith, on, set, setText } from '../../shared/dom.js';
import { many, t } from '../../shared/i18n.js';
import { commandOf } from '../state/keys.js';
import { found } from '../state/palette.js';
import { keyCaps } from './key-caps.js';

const listID = 'palette-list';

export class CommandPalette extends HTMLElement {
  #input = el('input', {
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-expanded': 'true',
    'aria-controls': listID,
    'aria-label': t('palette.label'),
    placeholder: t('palette.placeholder'),
  });
  #list = el('div', { id: listID, role: 'listbox', 'aria-label': t('palette.label') });
  #none = el('p', { class: 'none quiet-text', text: t('palette.none'), hidden: true });
  #said = el('p', { class: 'spoken', role: 'status' });
  #dialog = el('dialog', { 'aria-label': t('palette.label') });
  /** @type {Order[]} */
  #orders = [];
  /** In the order of the screen. @type {Order[]} */
  #shown = [];
  #chosen = 0;

  constructor() {
    super();
    this.#dialog.append(this.#input, this.#list, this.#none, this.#said);
    this.append(this.#dialog);
    on(this.#input, 'input', () => this.#draw());
    on(this.#input, 'keydown', (/** @type {KeyboardEvent} */ event) => this.#press(event));
    on(this.#list, 'click', (event) => {
      const option = event.target instanceof Element && event.target.closest('[role=option]');
      if (option instanceof HTMLElement) this.#run(Number(option.dataset.place));
    });
    // The input keeps the focus while the pointer presses an option.
    on(this.#list, 'pointerdown', (event) => event.preventDefault());
    on(this.#dialog, 'click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {Order[]} orders */
  open(orders) {
    this.#orders = orders;
    this.#input.value = '';
    this.#draw();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.focus();
  }

  close() {
    this.#dialog.close();
  }

  #draw() {
    const groups = found(this.#orders, this.#input.value);
    this.#shown = groups.flatMap((group) => group.items);
    let place = 0;
    fillWith(
      this.#list,
      ...groups.map(({ group, items }) => {
        const name = t(`palette.group.${group}`);
        const options = items.map((order) => optionOf(order, place++));
        return el(
          'div',
          { role: 'group', 'aria-label': name },
          el('p', { class: 'group', 'aria-hidden': 'true', text: name }),
          ...options,
        );
      }),
    );
    const none = this.#shown.length === 0;
    set(this.#none, { hidden: !none });
    set(this.#list, { hidden: none });
    setText(this.#said, none ? t('palette.none') : many('palette.count', this.#shown.length));
    this.#choose(0);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    const last = this.#shown.length - 1;
    /** @type {Record<string, number>} */
    const places = {
      ArrowDown: this.#chosen >= last ? 0 : this.#chosen + 1,
      ArrowUp: this.#chosen <= 0 ? last : this.#chosen - 1,
      PageDown: Math.min(last, this.#chosen + 8),
      PageUp: Math.max(0, this.#chosen - 8),
    };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      this.#choose(place);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#run(this.#chosen);
    } else if (commandOf(event, { writing: true })?.command === 'palette') {
      // The keys that open it close it; left alone they would be the browser's own search.
      event.preventDefault();
      this.#dialog.close();
    }
  }

  /** @param {number} place */
  #choose(place) {
    this.#chosen = Math.max(0, place);
    for (const option of this.#list.querySelectorAll('[role=option]')) {
      const chosen = option.id === idOf(this.#chosen);
      set(option, { 'aria-selected': String(chosen) });
      if (chosen) option.scrollIntoView({ block: 'nearest' });
    }
    const some = this.#shown.length > 0;
    set(this.#input, { 'aria-activedescendant': some ? idOf(this.#chosen) : null });
  }

  /** @param {number} place */
  #run(place) {
    const order = this.#shown[place];
    if (!order) return;
    // First the focus goes back to where it was: what follows may want it elsewhere.
    this.#dialog.close();
    order.act();
  }
}

customElements.define('command-palette', CommandPalette);

/** @param {number} place */
function idOf(place) {
  return `palette-option-${place}`;
}

/**
 * @param {Order} order
 * @param {number} place
 */
function optionOf({ label, note, caps = [] }, place) {
  return el(
    'div',
    { role: 'option', id: idOf(place), 'data-place': place, 'aria-selected': 'false' },
    el('bdi', { class: 'label', text: label }),
    el('bdi', { class: 'note quiet-text', text: note ?? '' }),
    caps.length > 0 && keyCaps(caps),
  );
}
