/**
 * The letters that the agent has yet to read, known on every page. Nothing tells of a new one, so
 * the list is fetched now and then.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { Letter } from '../shared/wire.d.ts'
 */
import { browserStore } from '../shared/store.js';
import { askConsole } from './ask.js';
import { isLookDue, unreadOf, withRead } from './state/letters.js';

export class LetterBox {
  #key;
  #changed;
  /** @type {Letter[]} */
  #letters = [];
  #lookedAt = 0;

  /**
   * @param {string} agent
   * @param {() => void} changed
   */
  constructor(agent, changed) {
    this.#key = `letters.read.${agent}`;
    this.#changed = changed;
  }

  /** What was read is kept in this browser, for all of its tabs. */
  get #read() {
    const kept = browserStore.get(this.#key);
    return Array.isArray(kept) ? kept.map(String) : [];
  }

  get unread() {
    return unreadOf(this.#letters, this.#read);
  }

  /** @param {string} letter */
  isRead(letter) {
    return this.#read.includes(letter);
  }

  /**
   * @param {string} letter
   * @param {boolean} isRead
   */
  mark(letter, isRead) {
    browserStore.set(this.#key, withRead(this.#read, letter, isRead));
    this.#changed();
  }

  /** @param {Letter[]} letters  the newest list */
  take(letters) {
    this.#letters = letters;
    this.#lookedAt = Date.now();
    this.#changed();
  }

  /** Fetches the list, if it is time. */
  async look() {
    const visible = document.visibilityState === 'visible';
    if (!isLookDue({ lookedAt: this.#lookedAt, now: Date.now(), visible })) return;
    this.#lookedAt = Date.now();
    /** @type {Answer<{ letters: Letter[] }>} */
    const answer = await askConsole('GET', 'letters');
    // Whatever is wrong with the server, the desk's own connection says it.
    if (answer.ok) this.take(answer.body.letters);
  }
}
