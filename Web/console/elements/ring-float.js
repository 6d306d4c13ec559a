/**
 * What the desk's list says, where the list is not on the screen: on the other pages, and in a chat
 * on a narrow screen. It lies over the page, so that nothing moves.
 *
 * @import { LiveDesk } from '../desk.js'
 */
import { el, set, setText } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { servedOf } from '../state/desk-facts.js';
import { RingStack } from './ring-stack.js';
import { lineOf } from '../words.js';

export class RingFloat extends HTMLElement {
  #cut = el('p', { class: 'cut' });
  #rings = new RingStack();

  constructor() {
    super();
    this.append(el('div', { role: 'status' }, this.#cut), this.#rings);
  }

  /** How high all of it is. */
  get pixels() {
    return this.isEmpty ? 0 : this.offsetHeight;
  }

  get isEmpty() {
    return this.#rings.isEmpty && this.#cut.textContent === '';
  }

  /**
   * On a phone it stands above the place to write in, or above the ways to the pages.
   * @param {number} pixels  0: there is nothing to write in
   */
  leaveFree(pixels) {
    if (pixels > 0) this.style.setProperty('--free', `${pixels}px`);
    else this.style.removeProperty('--free');
  }

  /**
   * @param {LiveDesk} desk
   * @param {boolean} shown
   */
  show(desk, shown) {
    const { cut, state } = desk;
    const note = cut && servedOf(state).length > 0 && t(`cut.${cut}Note`);
    setText(this.#cut, shown && cut ? lineOf([t(`cut.${cut}`), note]) : '');
    this.#rings.show(desk, shown);
    set(this, { role: 'region', 'aria-label': t('ring.heading'), 'data-shown': shown });
  }
}

customElements.define('ring-float', RingFloat);
