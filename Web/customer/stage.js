/**
 * The screen that is shown, and what lies over it for a while: a letter that is written, past
 * chats. The screen goes on below that and comes back as it was.
 *
 * @import { Action } from './state/form.js'
 * @typedef {HTMLElement & { focusTitle(wanted?: Action): void, stay?(why: string): void }} Screen
 *   `stay`: what was pressed on it came to nothing, and why.
 */
import { CustomerPhone } from './elements/customer-phone.js';

export class Stage {
  /** @type {Screen | null} */
  screen = null;
  /** @type {Screen | null} */
  cover = null;
  #place;
  #key = '';

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /** What was written in the chat that is shown, and not sent. */
  get unsent() {
    return this.screen instanceof CustomerPhone ? this.screen.unsent : '';
  }

  /**
   * Puts a screen in place, once; the place of reading moves with it.
   * @param {string} key
   * @param {() => Screen} make
   * @param {Action} [wanted]
   */
  show(key, make, wanted) {
    if (key === this.#key) return;
    const first = this.screen === null;
    this.#key = key;
    this.screen?.remove();
    this.#drop();
    this.screen = make();
    this.#place.append(this.screen);
    // A form is read from the top; a chat that is found again goes on where it was.
    if (!first || this.screen instanceof CustomerPhone) this.screen.focusTitle(wanted);
  }

  /**
   * @param {Screen} cover
   * @param {Action} [wanted]
   */
  lay(cover, wanted) {
    this.#drop();
    this.cover = cover;
    if (this.screen) this.screen.hidden = true;
    this.#place.append(cover);
    cover.focusTitle(wanted);
  }

  /** The screen is seen again. */
  lift() {
    this.#drop();
    if (this.screen) this.screen.hidden = false;
    this.screen?.focusTitle();
  }

  /** The next screen is made anew, even if it is the same. */
  renew() {
    this.#key = '';
  }

  /** @param {string} why */
  stay(why) {
    this.screen?.stay?.(why);
  }

  #drop() {
    this.cover?.remove();
    this.cover = null;
  }
}
