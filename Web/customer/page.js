/**
 * The customer's screens in their order: form, waiting, phone, the end; and the bar above them.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { CustomerChat, PublicRoom } from '../shared/wire.d.ts'
 * @import { Memory } from './memory.js'
 * @import { Action, Values } from './state/form.js'
 */
import { on } from '../shared/dom.js';
import { ChatComposer } from '../shared/elements/chat-composer.js';
import { LinkBar } from '../shared/elements/link-bar.js';
import { t } from '../shared/i18n.js';
import { randomID } from '../shared/random.js';
import { tabStore } from '../shared/store.js';
import { ContactForm } from './elements/contact-form.js';
import { CustomerPhone, nameOf } from './elements/customer-phone.js';
import { EndAsk } from './elements/end-ask.js';
import { RoomBar } from './elements/room-bar.js';
import { WaitingRoom } from './elements/waiting-room.js';
import {
  graceText,
  letterNotice,
  loadingNotice,
  overNotice,
  pressText,
  refusedNotice,
  titleOf,
} from './notices.js';
import { Sender } from './sender.js';
import { factsToKeep } from './state/form.js';
import { screenOf } from './state/screen.js';
import { Visit } from './visit.js';

/**
 * @typedef {HTMLElement & { focusTitle(wanted?: Action): void, stay?(why: string): void }} Screen
 *   `stay`: what was pressed on it came to nothing, and why.
 */

const skeletonAfterMilliseconds = 300;

export class Page {
  #place;
  #room;
  #link;
  #memory;
  #fetchRoom;
  #bar = new RoomBar();
  #linkBar = new LinkBar();
  #endAsk = new EndAsk();
  /** @type {Screen | null} */
  #screen = null;
  #screenKey = '';
  /** @type {Visit | null} */
  #visit = null;
  /** Where to go when the cancelling is confirmed. @type {Action | null} */
  #leaving = null;
  /** Words that were written for another chat than the one that is entered. */
  #carried = '';
  #busy = false;
  #wasOpen = false;

  /**
   * @param {{ place: HTMLElement, room: PublicRoom, link: string, memory: Memory,
   *   fetchRoom: () => Promise<Answer<PublicRoom>> }} options
   */
  constructor({ place, room, link, memory, fetchRoom }) {
    this.#place = place;
    this.#room = room;
    this.#link = link;
    this.#memory = memory;
    this.#fetchRoom = fetchRoom;
    this.#bar.append(this.#linkBar, this.#endAsk);
    place.replaceChildren(this.#bar);
    on(place, 'asked', (/** @type {CustomEvent} */ { detail }) => this.#enterChat(detail ?? ''));
    on(place, 'letter-left', (/** @type {CustomEvent} */ { detail }) => this.#thank(detail.email));
    on(place, 'link-gone', () => location.reload());
    on(place, 'form-stale', () => void this.#renewForm());
    on(place, 'link-said', () => this.#draw());
    on(place, 'end', () => void this.#end());
    on(place, 'cancel', () => void this.#cancel('chats'));
    on(place, 'rather-letter', () => void this.#cancel('letters'));
    on(place, 'start-again', () => this.#startAgain());
    on(place, 'continue', () => void this.#continue());
    on(document, 'visibilitychange', () => this.#draw());
    memory.heedChat(() => this.#joinChat());
    // The seconds of a lost agent's grace.
    setInterval(() => this.#visit?.peerLostAt && this.#drawBar(), 1000);
  }

  start() {
    if (this.#memory.inChat) this.#enterChat();
    else this.#showForm(this.#memory.form.values);
  }

  /** @param {string} [carried]  words that the chat does not know yet */
  #enterChat(carried = '') {
    this.#carried = carried;
    this.#memory.inChat = true;
    this.#visit?.leave();
    const changed = () => this.#draw();
    const room = this.#link;
    this.#visit = new Visit({ room, token: this.#memory.token, changed });
    setTimeout(() => {
      if (!this.#screen) this.#show('loading', loadingNotice);
    }, skeletonAfterMilliseconds);
  }

  /** Another tab has begun a chat: this one follows, unless a hand is at work here. */
  #joinChat() {
    const { state } = this.#visit?.chat ?? {};
    if (state === 'waiting' || state === 'served') return;
    if (this.#screen instanceof ContactForm && this.#screen.isBegun) return;
    this.#enterChat(this.#unsent);
  }

  #leaveChat() {
    this.#memory.inChat = false;
    this.#visit?.leave();
    this.#visit = null;
    this.#leaving = null;
  }

  /**
   * @param {Partial<Values>} values
   * @param {Action} [wanted]
   * @param {string} [said]
   */
  #showForm(values, wanted, said) {
    // Kept at once, not only when it is typed in: a reload must not lose it.
    this.#memory.form = { values, key: this.#memory.form.key };
    const form = new ContactForm({
      room: this.#room,
      link: this.#link,
      memory: this.#memory,
      values,
      said,
    });
    this.#show(`form ${randomID()}`, () => form, wanted);
    this.#drawBar();
  }

  /** The room was changed since the form was drawn. */
  async #renewForm() {
    const answer = await this.#fetchRoom();
    if (answer.ok) this.#room = answer.body;
    this.#showForm(this.#memory.form.values, undefined, t('form.changed'));
  }

  /** @param {string} email */
  #thank(email) {
    const again = () => this.#showForm(this.#memory.form.values);
    this.#show('thanks', () => letterNotice(email, again));
  }

  /** Shows what is due now. */
  #draw() {
    this.#drawLink();
    const { chat, refusedWith } = this.#visit ?? {};
    if (refusedWith) return this.#refused(refusedWith);
    if (!chat) return;
    const kind = screenOf(chat);
    const over = chat.state !== 'waiting' && chat.state !== 'served';
    if (over && this.#leaving) return this.#goToForm(chat, this.#leaving);
    if (this.#carried && this.#carried !== chat.question) {
      ChatComposer.keep(tabStore, chat.id, this.#carried);
    }
    this.#carried = '';
    this.#show(`${kind} ${chat.id}`, () => this.#update(this.#make(kind, chat), chat));
    if (this.#screen) this.#update(this.#screen, chat);
    this.#drawBar();
  }

  /**
   * @param {Screen} screen
   * @param {CustomerChat} chat
   */
  #update(screen, chat) {
    const situation = { letters: this.#room.buttons.letter, cut: this.#linkBar.cut };
    if (screen instanceof WaitingRoom) screen.show(chat, situation);
    if (screen instanceof CustomerPhone) screen.show(chat, situation);
    return screen;
  }

  /**
   * @param {ReturnType<typeof screenOf>} kind
   * @param {CustomerChat} chat
   * @returns {Screen}
   */
  #make(kind, chat) {
    if (kind === 'waiting') return new WaitingRoom();
    if (kind === 'phone' && this.#visit) {
      return new CustomerPhone({
        visit: this.#visit,
        bytesMax: this.#room.limits.messageBytesMax,
      });
    }
    return overNotice(chat, () => this.#startAgain());
  }

  /**
   * Puts a screen in place, once; the place of reading moves with it.
   * @param {string} key
   * @param {() => Screen} make
   * @param {Action} [wanted]
   */
  #show(key, make, wanted) {
    if (key === this.#screenKey) return;
    const first = this.#screen === null;
    this.#screenKey = key;
    this.#screen?.remove();
    this.#screen = make();
    this.#place.append(this.#screen);
    // A form is read from the top; a chat that is found again goes on where it was.
    if (!first || this.#screen instanceof CustomerPhone) this.#screen.focusTitle(wanted);
  }

  #drawLink() {
    const { chat, link = 'stopped', peerLostAt } = this.#visit ?? {};
    const talks = chat?.state === 'served';
    const peer = talks && peerLostAt ? graceText(chat, peerLostAt) : undefined;
    this.#linkBar.show(link, { peer, writes: talks && chat.textButton });
    // Back: what could not be pressed before can be now.
    if (link === 'open' && !this.#wasOpen) {
      this.#endAsk.stay('');
      this.#screen?.stay?.('');
    }
    this.#wasOpen = link === 'open';
  }

  #drawBar() {
    this.#drawLink();
    const { chat, peerLostAt, line } = this.#visit ?? {};
    const { company } = this.#room;
    const talks = chat?.state === 'served';
    if (talks) this.#showPeer(chat, peerLostAt !== null);
    else this.#bar.show(company, '');
    this.#bar.offer(...(talks ? [this.#endAsk.button] : []));
    if (!talks) this.#closeAsk();
    const hidden = document.visibilityState === 'hidden';
    const unread = talks && hidden ? line?.unread ?? 0 : 0;
    document.title = titleOf(company, chat, unread);
  }

  /**
   * While the own connection is gone nothing is known of the agent's.
   * @param {CustomerChat} chat
   * @param {boolean} away
   */
  #showPeer(chat, away) {
    const { company } = this.#room;
    if (this.#linkBar.cut) return this.#bar.show(nameOf(chat), company);
    const presence = away ? 'away' : 'here';
    this.#bar.show(nameOf(chat), `${company} · ${t(`phone.${presence}`)}`, presence);
  }

  #closeAsk() {
    const held = this.#endAsk.contains(document.activeElement);
    this.#endAsk.close();
    if (held) this.#screen?.focusTitle();
  }

  async #end() {
    const outcome = await this.#visit?.end();
    this.#endAsk.stay(pressText(outcome));
  }

  /** @param {Action} then */
  async #cancel(then) {
    if (this.#busy) return;
    this.#busy = true;
    // Who was served before stays with what was said, unless a letter is to be written.
    if (this.#visit?.chat?.turn === 1 || then === 'letters') this.#leaving = then;
    const outcome = await this.#visit?.cancel();
    this.#busy = false;
    if (outcome?.ok) return;
    // Answered in the same moment, or not connected: the chat frame tells what is true.
    this.#leaving = null;
    this.#screen?.stay?.(pressText(outcome));
  }

  /** What was written in the chat that is shown, and not sent. */
  get #unsent() {
    return this.#screen instanceof CustomerPhone ? this.#screen.unsent : '';
  }

  /**
   * @param {CustomerChat} chat
   * @param {Action} wanted
   */
  #goToForm(chat, wanted) {
    this.#startAgain(this.#unsent || chat.question, wanted);
  }

  /**
   * @param {string} [question]
   * @param {Action} [wanted]
   */
  #startAgain(question = this.#unsent, wanted = undefined) {
    const values = { ...this.#facts(), question };
    this.#leaveChat();
    this.#showForm(values, wanted);
  }

  /** A new chat at once, with what is known: who was lost need not fill the form again. */
  async #continue() {
    if (this.#busy) return;
    this.#busy = true;
    const unsent = this.#unsent;
    const asked = unsent || (this.#visit?.chat?.question ?? '');
    const question = this.#room.fields.question.hidden ? '' : asked;
    const values = { name: '', email: '', phone: '', ...this.#facts(), question };
    this.#screen?.stay?.(t('form.busy'));
    const waiting = () => this.#screen?.stay?.(t('form.retrying'));
    const sender = new Sender(this.#link, this.#memory);
    const answer = await sender.send('chats', values, randomID(), waiting);
    this.#busy = false;
    const open = !answer.ok && answer.fault.code === 'chatAlreadyOpen';
    if (!answer.ok && !open) return this.#startAgain();
    // Left first: other tabs hear of the chat that begins only if it is another one.
    this.#leaveChat();
    this.#enterChat(open || question !== asked ? unsent : '');
  }

  #facts() {
    const facts = this.#visit?.line?.transcript.entries[0];
    return { ...this.#memory.form.values, ...factsToKeep(facts) };
  }

  /** @param {number} code */
  #refused(code) {
    const known = this.#visit?.chat;
    if (code < 4502 && !known) return this.#startAgain();
    const unsent = this.#unsent;
    this.#show('refused', () => refusedNotice(code, () => this.#startAgain(unsent)));
  }
}
