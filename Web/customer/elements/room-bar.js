/** The bar on top: whose chat this is, and who speaks. */
import { el, fillWith, setText } from '../../shared/dom.js';
import { initialOf } from '../state/screen.js';

export class RoomBar extends HTMLElement {
  #sign = el('span', { class: 'sign', 'aria-hidden': 'true' });
  #name = el('bdi');
  #title = el('h1', { class: 'title', tabindex: -1 }, this.#name);
  #under = el('p', { class: 'under' });
  #actions = el('div', { class: 'actions' });

  constructor() {
    super();
    this.append(this.#sign, el('div', { class: 'names' }, this.#title, this.#under), this.#actions);
  }

  /**
   * @param {string} title
   * @param {string} under
   * @param {'here' | 'away' | 'unsure' | ''} [presence]  of the agent; empty: there is none
   */
  show(title, under, presence = '') {
    setText(this.#sign, initialOf(title));
    this.#sign.classList.toggle('person', presence !== '');
    setText(this.#name, title);
    setText(this.#under, under);
    this.#under.className = `under ${presence}`;
  }

  /** @param {...HTMLElement} actions */
  offer(...actions) {
    // What is there stays: putting it in anew would take its focus away.
    const { children } = this.#actions;
    if (children.length === actions.length && actions.every((each, at) => each === children[at])) {
      return;
    }
    const held = document.activeElement;
    fillWith(this.#actions, ...actions);
    if (held instanceof HTMLElement && actions.some((each) => each.contains(held))) held.focus();
  }

  focusTitle() {
    this.#title.focus();
  }
}

customElements.define('room-bar', RoomBar);
