/**
 * A thin bar while the connection is being restored. It lies over the page: nothing moves.
 *
 * @import { LinkState } from '../connection.js'
 */
import { el, set, setText } from '../dom.js';
import { t } from '../i18n.js';

/** A loss shorter than this is not worth a word. */
const silentMilliseconds = 700;

export class LinkBar extends HTMLElement {
  #text = el('p', { role: 'status' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    this.append(this.#text);
    set(this, { hidden: true });
  }

  /**
   * @param {LinkState} state
   * @param {string} [peer]  what is to be said of the other side's connection, while the own is good
   */
  show(state, peer = '') {
    if (state === 'lost') {
      this.#timer ??= setTimeout(() => {
        this.#say(t(navigator.onLine ? 'link.lost' : 'link.offline'));
      }, silentMilliseconds);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say(peer);
  }

  /** @param {string} text */
  #say(text) {
    setText(this.#text, text);
    set(this, { hidden: text === '' });
  }
}

customElements.define('link-bar', LinkBar);
