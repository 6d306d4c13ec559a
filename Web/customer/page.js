/**
 * The customer's screens in their order: form, waiting, phone, the end; and the bar above them.
 *
 * @import { CustomerChat, PublicRoom } from '../shared/wire.d.ts'
 * @import { Memory } from './memory.js'
 * @import { Action, Values } from './state/form.js'
 */
import { on } from '../shared/dom.js';
import { LinkBar } from '../shared/elements/link-bar.js';
import { t } from '../shared/i18n.js';
import { randomID } from '../shared/random.js';
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
  refusedNotice,
  titleOf,
} from './notices.js';
import { Sender } from './sender.js';
import { factsToKeep } from './state/form.js';
import { screenOf } from './state/screen.js';
import { Visit } from './visit.js';

/** @typedef {HTMLElement & { focusTitle(wanted?: Action): void }} Screen */

const skeletonAfterMilliseconds = 300;

export class Page {
  #place;
  #room;
  #link;
  #memory;
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

  /** @param {{ place: HTMLElement, room: PublicRoom, link: string, memory: Memory }} options */
  constructor({ place, room, link, memory }) {
    this.#place = place;
    this.#room = room;
    this.#link = link;
    this.#memory = memory;
    this.#bar.append(this.#linkBar, this.#endAsk);
    place.replaceChildren(this.#bar);
    on(place, 'asked', () => this.#enterChat());
    on(place, 'letter-left', (/** @type {CustomEvent} */ { detail }) => this.#thank(detail.email));
    on(place, 'link-gone', () => location.reload());
    on(place, 'end', () => void this.#visit?.end());
    on(place, 'cancel', () => void this.#cancel('chats'));
    on(place, 'rather-letter', () => void this.#cancel('letters'));
    on(place, 'start-again', () => this.#startAgain());
    on(place, 'continue', () => void this.#continue());
    on(document, 'visibilitychange', () => this.#draw());
    // The seconds of a lost agent's grace.
    setInterval(() => this.#visit?.peerLostAt && this.#drawBar(), 1000);
  }

  start() {
    if (this.#memory.inChat) this.#enterChat();
    else this.#showForm(this.#memory.form.values);
  }

  #enterChat() {
    this.#memory.inChat = true;
    this.#visit?.leave();
    const changed = () => this.#draw();
    const room = this.#link;
    this.#visit = new Visit({ room, token: this.#memory.token, changed });
    setTimeout(() => {
      if (!this.#screen) this.#show('loading', loadingNotice);
    }, skeletonAfterMilliseconds);
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
   */
  #showForm(values, wanted) {
    const form = new ContactForm({
      room: this.#room,
      link: this.#link,
      memory: this.#memory,
      values,
    });
    this.#show(`form ${randomID()}`, () => form, wanted);
    this.#drawBar();
  }

  /** @param {string} email */
  #thank(email) {
    const again = () => this.#showForm(this.#memory.form.values);
    this.#show('thanks', () => letterNotice(email, again));
  }

  /** Shows what is due now. */
  #draw() {
    const { chat, refusedWith } = this.#visit ?? {};
    if (refusedWith) return this.#refused(refusedWith);
    if (!chat) return;
    const kind = screenOf(chat);
    if (kind === 'over' && this.#leaving) return this.#goToForm(chat, this.#leaving);
    this.#show(`${kind} ${chat.id}`, () => this.#update(this.#make(kind, chat), chat));
    if (this.#screen) this.#update(this.#screen, chat);
    this.#drawBar();
  }

  /**
   * @param {Screen} screen
   * @param {CustomerChat} chat
   */
  #update(screen, chat) {
    if (screen instanceof WaitingRoom) screen.show(chat, this.#room.buttons.letter);
    if (screen instanceof CustomerPhone) screen.show(chat);
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
    if (!first) this.#screen.focusTitle(wanted);
  }

  #drawBar() {
    const { chat, link = 'open', peerLostAt, line } = this.#visit ?? {};
    const { company } = this.#room;
    const talks = chat?.state === 'served';
    const away = talks && peerLostAt;
    if (talks) {
      const presence = away ? 'away' : 'here';
      this.#bar.show(nameOf(chat), `${company} · ${t(`phone.${presence}`)}`, presence);
    } else this.#bar.show(company, '');
    this.#bar.offer(...(talks ? [this.#endAsk.button] : []));
    if (!talks) this.#endAsk.close();
    this.#linkBar.show(link, away ? graceText(chat, peerLostAt) : '');
    const hidden = document.visibilityState === 'hidden';
    const unread = talks && hidden ? line?.unread ?? 0 : 0;
    document.title = titleOf(company, chat, unread);
  }

  /** @param {Action} then */
  async #cancel(then) {
    if (this.#visit?.chat?.turn === 1) this.#leaving = then;
    const outcome = await this.#visit?.cancel();
    if (outcome?.ok) return;
    // Answered in the same moment, or not connected: the chat frame tells what is true.
    this.#leaving = null;
    if (this.#screen instanceof WaitingRoom) this.#screen.stay();
  }

  /**
   * @param {CustomerChat} chat
   * @param {Action} wanted
   */
  #goToForm(chat, wanted) {
    const values = { ...this.#facts(), question: chat.question };
    this.#leaveChat();
    this.#showForm(values, wanted);
  }

  #startAgain() {
    const values = this.#facts();
    this.#leaveChat();
    this.#showForm(values);
  }

  /** A new chat at once, with what is known: who was lost need not fill the form again. */
  async #continue() {
    const question = this.#room.fields.question.mandatory ? this.#visit?.chat?.question ?? '' : '';
    const values = { name: '', email: '', phone: '', ...this.#facts(), question };
    const sender = new Sender(this.#link, this.#memory);
    const answer = await sender.send('chats', values, randomID(), () => {});
    if (answer.ok || answer.fault.code === 'chatAlreadyOpen') this.#enterChat();
    else this.#startAgain();
  }

  #facts() {
    const facts = this.#visit?.line?.transcript.entries[0];
    return { ...this.#memory.form.values, ...factsToKeep(facts) };
  }

  /** @param {number} code */
  #refused(code) {
    const known = this.#visit?.chat;
    if (code < 4502 && !known) return this.#startAgain();
    this.#show('refused', () => refusedNotice(code, () => this.#startAgain()));
  }
}
