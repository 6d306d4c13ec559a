/** The menu at the end of the bar: what is seldom wanted, complete by keyboard. */
import { button, el, fillWith, on, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from '../../shared/icons.js';

/** @typedef {{ label: string, act: () => void }} Item */

export class BarMenu extends HTMLElement {
  #items;
  #list = el('div', { class: 'list', role: 'menu', id: 'bar-menu', hidden: true });
  #button = button('', () => this.#toggle(), {
    class: 'button quiet',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-controls': 'bar-menu',
  });

  /** @param {() => Item[]} items  what can be done now */
  constructor(items) {
    super();
    this.#items = items;
    set(this.#button, { 'aria-label': t('menu.label') });
    set(this.#list, { 'aria-label': t('menu.label') });
    this.#button.append(icon('more'));
    this.append(this.#button, this.#list);
    on(this, 'keydown', (event) => this.#press(event));
    on(this, 'focusout', ({ relatedTarget }) => {
      // A pressed button takes no focus in Safari: nobody has it then, and the press is yet to come.
      if (relatedTarget instanceof Node && !this.contains(relatedTarget)) this.close();
    });
    // A tap beside it takes no focus away on every phone.
    on(document, 'pointerdown', ({ target }) => {
      if (target instanceof Node && !this.contains(target)) this.close();
    });
  }

  close() {
    set(this.#list, { hidden: true });
    set(this.#button, { 'aria-expanded': 'false' });
  }

  focusButton() {
    this.#button.focus();
  }

  #toggle() {
    if (!this.#list.hidden) return this.close();
    const items = this.#items().map(({ label, act }) =>
      button(label, () => {
        this.close();
        this.focusButton();
        act();
      }, { role: 'menuitem', tabindex: -1 })
    );
    fillWith(this.#list, ...items);
    set(this.#list, { hidden: false });
    set(this.#button, { 'aria-expanded': 'true' });
    items[0]?.focus();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key } = event;
    const isOpen = !this.#list.hidden;
    if (key === 'Escape' && isOpen) {
      event.stopPropagation();
      this.close();
      return this.focusButton();
    }
    if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key)) return;
    event.preventDefault();
    if (!isOpen) return this.#toggle();
    const items = [...this.#list.querySelectorAll('button')];
    const now = items.findIndex((item) => item === document.activeElement);
    const last = items.length - 1;
    const next = { ArrowDown: now === last ? 0 : now + 1, ArrowUp: now < 1 ? last : now - 1 };
    const wanted = key === 'Home' ? 0 : key === 'End' ? last : Reflect.get(next, key);
    items[wanted]?.focus();
  }
}

customElements.define('bar-menu', BarMenu);
