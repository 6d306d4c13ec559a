/**
 * What this browser remembers for a customer: who it is to a company, which room it is in a chat
 * with, and what was written into the form.
 *
 * @import { Values } from './state/form.js'
 *
 * @typedef {{ rooms: string[], chats: string[] }} Mine  what else is kept of a company
 */
import { randomID } from '../shared/random.js';
import { browserStore, tabStore } from '../shared/store.js';

/** So many chats have drafts here at most. */
const chatsMax = 50;

export class Memory {
  #room;
  #company = '';
  /** Where the browser itself keeps nothing, the tab may. */
  #store;
  /** @type {Mine} */
  #mine = { rooms: [], chats: [] };

  /** @param {string} room  the token of the room's link */
  constructor(room) {
    this.#room = room;
    /** Whether a later page finds again what is kept here. */
    this.keeps = browserStore.keeps;
    this.#store = this.keeps ? browserStore : tabStore;
  }

  /** @param {string} key */
  belongTo(key) {
    this.#company = key;
    /** @type {Mine | undefined} */
    const kept = this.#store.get(`mine.${key}`);
    const rooms = [...(kept?.rooms ?? []).filter((room) => room !== this.#room), this.#room];
    this.#mine = { rooms, chats: kept?.chats ?? [] };
  }

  /** The customer token; empty in a browser that has none of this company yet. */
  get token() {
    return String(this.#store.get(`customer.${this.#company}`) ?? '');
  }

  set token(token) {
    this.#store.set(`customer.${this.#company}`, token);
    this.#store.set(`mine.${this.#company}`, this.#mine);
  }

  /** Whether there is a chat of this room to come back to. */
  get inChat() {
    return this.token !== '' && this.#store.get(`chat.${this.#room}`) === true;
  }

  set inChat(value) {
    if (value) this.#store.set(`chat.${this.#room}`, true);
    else this.#store.remove(`chat.${this.#room}`);
  }

  /**
   * Tells when another tab has begun a chat of this room.
   * @param {() => void} act
   */
  heedChat(act) {
    browserStore.heed(`chat.${this.#room}`, (begun) => begun && act());
  }

  /**
   * Tells when another tab has forgotten the customer.
   * @param {() => void} act
   */
  heedForgetting(act) {
    browserStore.heed(`customer.${this.#company}`, (isThere) => isThere || act());
  }

  /**
   * Which chat goes on with which: the earlier one is shown above it.
   * @returns {{ from: string, to: string } | undefined}
   */
  get continued() {
    return this.#store.get(`continued.${this.#room}`);
  }

  set continued(chats) {
    this.#store.set(`continued.${this.#room}`, chats);
  }

  /** The chat over which a letter lies open; empty when none does. */
  get letterIn() {
    return String(tabStore.get(`letter.${this.#room}`) ?? '');
  }

  set letterIn(chat) {
    if (chat) tabStore.set(`letter.${this.#room}`, chat);
    else tabStore.remove(`letter.${this.#room}`);
  }

  /**
   * The form as it was left. Its key is made once: a retry makes no second chat. `of`: the chat in
   * which it is a letter.
   * @returns {{ values: Partial<Values>, key: string, of?: string }}
   */
  get form() {
    return tabStore.get(`form.${this.#room}`) ?? { values: {}, key: randomID() };
  }

  set form(form) {
    tabStore.set(`form.${this.#room}`, form);
  }

  /**
   * Notes a chat of this company, so that nothing of it is left when it is forgotten.
   * @param {string} chat
   */
  note(chat) {
    if (this.#mine.chats.includes(chat)) return;
    this.#mine = { ...this.#mine, chats: [...this.#mine.chats, chat].slice(-chatsMax) };
    this.#store.set(`mine.${this.#company}`, this.#mine);
  }

  /** Who this browser is to the company, and all that it keeps of it. */
  forget() {
    for (const chat of this.#mine.chats) {
      tabStore.remove(`draft.${chat}`);
      tabStore.remove(`own.${chat}`);
    }
    for (const room of this.#mine.rooms) {
      for (const kind of ['chat', 'continued']) this.#store.remove(`${kind}.${room}`);
      for (const kind of ['form', 'letter']) tabStore.remove(`${kind}.${room}`);
    }
    this.#mine = { rooms: [this.#room], chats: [] };
    this.#store.remove(`mine.${this.#company}`);
    this.#store.remove(`customer.${this.#company}`);
  }
}
