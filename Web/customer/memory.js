/**
 * What this browser remembers for a customer: who it is to a company, which room it is in a chat
 * with, and what was written into the form.
 *
 * @import { Values } from './state/form.js'
 */
import { randomID } from '../shared/random.js';
import { browserStore, tabStore } from '../shared/store.js';

export class Memory {
  #room;
  #company = '';

  /** @param {string} room  the token of the room's link */
  constructor(room) {
    this.#room = room;
  }

  /** @param {string} key */
  belongTo(key) {
    this.#company = key;
  }

  /** The customer token; empty in a browser that has none of this company yet. */
  get token() {
    return String(browserStore.get(`customer.${this.#company}`) ?? '');
  }

  set token(token) {
    browserStore.set(`customer.${this.#company}`, token);
  }

  /** Whether there is a chat of this room to come back to. */
  get inChat() {
    return this.token !== '' && browserStore.get(`chat.${this.#room}`) === true;
  }

  set inChat(value) {
    if (value) browserStore.set(`chat.${this.#room}`, true);
    else browserStore.remove(`chat.${this.#room}`);
  }

  /**
   * Tells when another tab has begun a chat of this room.
   * @param {() => void} act
   */
  heedChat(act) {
    browserStore.heed(`chat.${this.#room}`, act);
  }

  /**
   * The form as it was left. Its key is made once: a retry makes no second chat.
   * @returns {{ values: Partial<Values>, key: string }}
   */
  get form() {
    const kept = /** @type {{ values?: Partial<Values>, key?: string } | undefined} */ (
      tabStore.get(`form.${this.#room}`)
    );
    return { values: kept?.values ?? {}, key: kept?.key ?? randomID() };
  }

  set form(form) {
    tabStore.set(`form.${this.#room}`, form);
  }
}
