/**
 * What the server keeps of this browser's chats that are over.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { Entry, PastChat } from '../shared/wire.d.ts'
 * @import { Memory } from './memory.js'
 */
import { ask } from '../shared/http.js';

export class History {
  #address;
  #memory;

  /**
   * @param {string} room  the token of the room's link
   * @param {Memory} memory
   */
  constructor(room, memory) {
    this.#address = `/api/public/rooms/${encodeURIComponent(room)}/past-chats`;
    this.#memory = memory;
  }

  /** @returns {Promise<Answer<{ chats: PastChat[] }>>} */
  list() {
    const customer = this.#memory.token;
    // Who never asked is nobody to the company yet.
    if (!customer) return Promise.resolve({ ok: true, body: { chats: [] } });
    return ask('POST', this.#address, { customer });
  }

  /**
   * @param {string} chat
   * @returns {Promise<Answer<Entry[]>>}
   */
  async entries(chat) {
    /** @type {Entry[]} */
    const entries = [];
    for (let more = true; more;) {
      const body = { customer: this.#memory.token, after: entries.length };
      /** @type {Answer<{ entries: Entry[], more: boolean }>} */
      const answer = await ask('POST', `${this.#address}/${encodeURIComponent(chat)}`, body);
      if (!answer.ok) return answer;
      entries.push(...answer.body.entries);
      more = answer.body.more && answer.body.entries.length > 0;
    }
    return { ok: true, body: entries };
  }
}
