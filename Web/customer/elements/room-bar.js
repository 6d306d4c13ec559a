/**
 * The bar on top: whose chat this is, and who speaks.
 *
 * @import { ShownImage } from '../../shared/wire.d.ts'
 */
import { el, fillWith, on, setText } from '../../shared/dom.js';
import { initialOf } from '../state/screen.js';

/** As high as the style sheet makes the sign. */
const signPixels = 40;

export class RoomBar extends HTMLElement {
  #initial = el('span');
  #sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, this.#initial);
  #logo = '';
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
   * @param {ShownImage | null} [logo]  in the initial's place
   */
  show(title, under, presence = '', logo = null) {
    setText(this.#initial, initialOf(title));
    this.#wear(logo);
    this.#sign.classList.toggle('person', presence !== '');
    setText(this.#name, title);
    setText(this.#under, under);
    this.#under.className = `under ${presence}`;
  }

  /**
   * Its room is there before it comes, and stays if it never does.
   * @param {ShownImage | null} logo
   */
  #wear(logo) {
    const source = logo?.source ?? '';
    if (source === this.#logo) return;
    this.#logo = source;
    this.#sign.replaceChildren(this.#initial);
    this.#sign.classList.toggle('logo', source !== '');
    this.#sign.style.inlineSize = logo ? `${widthOf(logo)}px` : '';
    if (!source) return;
    const picture = el('img', { src: source, alt: '', referrerpolicy: 'no-referrer' });
    on(picture, 'error', () => {
      picture.remove();
      this.#sign.classList.toggle('logo', this.#sign.childElementCount > 1);
    });
    this.#sign.append(picture);
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

/**
 * A lettering is wide, but the name beside it needs its room, too.
 * @param {ShownImage} logo
 */
function widthOf({ width, height }) {
  const wide = signPixels * (width ?? 1) / (height ?? 1);
  return Math.round(Math.min(3 * signPixels, Math.max(signPixels, wide)));
}
