/**
 * How many letters the agent has yet to read, known on every page. Nothing tells of a new one, so
 * they are counted now and then.
 *
 * @import { Answer } from '../shared/http.js'
 */
import { browserStore } from '../shared/store.js';
import { askConsole } from './ask.js';
import { isLookDue, isReadIn, marksOf, unreadOf, withAllRead, withMark } from './state/letters.js';

export class LetterBox {
  #key;
  #changed;
  /** What the server counted, and after which letter. */
  #counted = { upTo: '', count: 0 };
  #lookedAt = 0;
  #askedUpTo = '';

  /**
   * @param {string} agent
   * @param {() => void} changed
   */
  constructor(agent, changed) {
    this.#key = `letters.read.${agent}`;
    this.#changed = changed;
  }

  /** What was read is kept in this browser, for all of its tabs. */
  get #marks() {
    return marksOf(browserStore.get(this.#key));
  }

  get unread() {
    const marks = this.#marks;
    const { upTo, count } = this.#counted;
    return unreadOf(upTo === marks.upTo ? count : 0, marks);
  }

  /** @param {string} letter */
  isRead(letter) {
    return isReadIn(this.#marks, letter);
  }

  /**
   * @param {string} letter
   * @param {boolean} isRead
   */
  mark(letter, isRead) {
    this.#keep(withMark(this.#marks, letter, isRead));
  }

  /** @param {string} newest  what came after this letter nobody has seen */
  markAllRead(newest) {
    this.#keep(withAllRead(this.#marks, newest));
  }

  /** @param {ReturnType<typeof marksOf>} marks */
  #keep(marks) {
    browserStore.set(this.#key, marks);
    void this.look();
    this.#changed();
  }

  /** Has them counted, if it is time. @param {{ atOnce?: boolean }} [wish] */
  async look({ atOnce = false } = {}) {
    const { upTo } = this.#marks;
    const now = Date.now();
    const visible = document.visibilityState === 'visible';
    const moved = upTo !== this.#askedUpTo;
    if (!atOnce && !isLookDue({ lookedAt: this.#lookedAt, moved, now, visible })) return;
    this.#lookedAt = now;
    this.#askedUpTo = upTo;
    /** @type {Answer<{ count: number }>} */
    const answer = await askConsole('GET', upTo ? `letters/count?after=${upTo}` : 'letters/count');
    // Whatever is wrong with the server, the desk's own connection says it. A count after another
    // letter is one of before, or another tab's.
    if (!answer.ok || upTo !== this.#marks.upTo) return;
    this.#counted = { upTo, count: answer.body.count };
    this.#changed();
  }
}
