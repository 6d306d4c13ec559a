/**
 * The chat that the present one goes on with: what was said in it stands above, after a reload too.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { CustomerChat, Entry } from '../shared/wire.d.ts'
 * @import { History } from './history.js'
 * @import { Memory } from './memory.js'
 * @import { Waits } from './sender.js'
 * @import { Values } from './state/form.js'
 */
import { randomID } from '../shared/random.js';
import { Sender } from './sender.js';
import { screenOf } from './state/screen.js';

export class Earlier {
  #memory;
  #history;
  #changed;
  /** Which chat goes on, and what was said before it. */
  #known = { of: '', entries: /** @type {Entry[]} */ ([]) };

  /**
   * @param {Memory} memory
   * @param {History} history
   * @param {() => void} changed  told when the entries have come
   */
  constructor(memory, history, changed) {
    this.#memory = memory;
    this.#history = history;
    this.#changed = changed;
  }

  /**
   * What stands above a chat; nothing when it goes on with none.
   * @param {CustomerChat} chat
   */
  of({ id }) {
    const { continued } = this.#memory;
    if (continued?.to !== id) return undefined;
    if (this.#known.of !== id) void this.#fetch(continued);
    return this.#known.entries;
  }

  /**
   * The screen that a chat stands on.
   * @param {CustomerChat} chat
   */
  screenOf(chat) {
    return screenOf(chat, this.of(chat) !== undefined);
  }

  /** @param {{ from: string, to: string }} chats */
  async #fetch({ from, to }) {
    this.#known = { of: to, entries: [] };
    const answer = await this.#history.entries(from);
    if (!answer.ok || this.#known.of !== to) return;
    this.#known = { of: to, entries: answer.body };
    this.#changed();
  }

  /**
   * Asks for a new chat that goes on with one that is over.
   * @param {{ link: string, from: CustomerChat, entries: Entry[], values: Values }} asked
   * @param {Waits} waits
   * @returns {Promise<Answer>}
   */
  async goOn({ link, from, entries, values }, waits) {
    const sender = new Sender(link, this.#memory);
    const answer = await sender.send('chats', values, randomID(), waits);
    const to = answer.ok && /** @type {{ chat?: string }} */ (answer.body).chat;
    if (to) {
      this.#memory.continued = { from: from.id, to };
      this.#known = { of: to, entries };
    }
    return answer;
  }
}
