/**
 * A thin bar while the connection is being restored. It lies over the page: nothing moves.
 *
 * @import { LinkState } from '../connection.js'
 */
import { el, on, setText, tell } from '../dom.js';
import { t } from '../i18n.js';
import { saidOf } from '../state/link.js';

export class LinkBar extends HTMLElement {
  /** Read out when it changes; the seconds beside it change too often for that. */
  #text = el('span', { role: 'status' });
  #count = el('span', { class: 'number', role: 'timer' });
  /** @type {LinkState} */
  #state = 'connecting';
  #lostAt = 0;
  #offlineAt = 0;
  #peer = { text: '', count: '' };
  #writes = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** Whether the bar says that the own connection is gone. Changes are told as `link-said`. */
  cut = false;

  constructor() {
    super();
    this.append(el('p', {}, this.#text, ' ', this.#count));
  }

  connectedCallback() {
    on(globalThis, 'offline', this.#hear);
    on(globalThis, 'online', this.#hear);
  }

  disconnectedCallback() {
    globalThis.removeEventListener('offline', this.#hear);
    globalThis.removeEventListener('online', this.#hear);
  }

  /**
   * @param {LinkState} state
   * @param {{ peer?: { text: string, count: string }, writes?: boolean }} [more]  `peer`: what is
   *   to be said of the other side's connection, while the own is good. `writes`: whether there is
   *   something to write in.
   */
  show(state, { peer = { text: '', count: '' }, writes = true } = {}) {
    if (state !== 'lost') this.#lostAt = 0;
    else if (this.#lostAt === 0) this.#lostAt = Date.now();
    this.#state = state;
    this.#peer = peer;
    this.#writes = writes;
    this.#draw();
  }

  #hear = () => {
    this.#offlineAt = navigator.onLine ? 0 : Date.now();
    this.#draw();
  };

  #draw() {
    clearTimeout(this.#timer);
    const link = { state: this.#state, lostAt: this.#lostAt, offlineAt: this.#offlineAt };
    const { said, again } = saidOf({ ...link, onLine: navigator.onLine }, Date.now());
    if (again !== null) this.#timer = setTimeout(() => this.#draw(), again - Date.now());
    const words = said && t(this.#writes ? `link.${said}` : `link.${said}Plain`);
    setText(this.#text, words || this.#peer.text);
    setText(this.#count, words ? '' : this.#peer.count);
    if (this.cut === (said !== '')) return;
    this.cut = said !== '';
    tell(this, 'link-said');
  }
}

customElements.define('link-bar', LinkBar);
