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

  /** @param {LinkState} state */
  show(state) {
    clearTimeout(this.#timer);
    if (state !== 'lost') {
      setText(this.#text, '');
      return set(this, { hidden: true });
    }
    this.#timer = setTimeout(() => {
      set(this, { hidden: false });
      setText(this.#text, t(navigator.onLine ? 'link.lost' : 'link.offline'));
    }, silentMilliseconds);
  }
}

customElements.define('link-bar', LinkBar);
