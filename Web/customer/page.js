/**
 * The customer's screens in their order: form, waiting, phone, the end; and what lies over them.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { CustomerChat, PublicRoom } from '../shared/wire.d.ts'
 * @import { Screen } from './stage.js'
 * @import { Memory } from './memory.js'
 * @import { Action, Values } from './state/form.js'
 */
import { on } from '../shared/dom.js';
import { ChatComposer } from '../shared/elements/chat-composer.js';
import { t } from '../shared/i18n.js';
import { randomID } from '../shared/random.js';
import { tabStore } from '../shared/store.js';
import { ContactForm, openForm } from './elements/contact-form.js';
import { CustomerPhone } from './elements/customer-phone.js';
import { PastChats } from './elements/past-chats.js';
import { WaitingRoom } from './elements/waiting-room.js';
import { Earlier } from './earlier.js';
import { Elsewhere } from './elsewhere.js';
import { roleOf } from './events.js';
import { FormWatch } from './form-watch.js';
import { handedOver } from './hand-over.js';
import { Head } from './head.js';
import { History } from './history.js';
import {
  forgetAsk,
  letterNotice,
  loadingNotice,
  overNotice,
  pressText,
  refusedNotice,
  retryText,
  waitingText,
} from './notices.js';
import { factsToKeep, takesLetters, valuesToGoOn } from './state/form.js';
import { Stage } from './stage.js';
import { menuItems } from './tools.js';
import { heedKeyboard } from './viewport.js';
import { Visit } from './visit.js';

const skeletonAfterMilliseconds = 300;

export class Page {
  #room;
  #link;
  #memory;
  #fetchRoom;
  #head;
  #history;
  #forgetAsk;
  #stage;
  #earlier;
  #watch;
  #elsewhere;
  /** @type {Visit | null} */
  #visit = null;
  /** Where to go when the cancelling is confirmed. @type {(() => void) | null} */
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
    this.#room = room;
    this.#link = link;
    this.#memory = memory;
    this.#fetchRoom = fetchRoom;
    this.#history = new History(link, memory);
    this.#earlier = new Earlier(memory, this.#history, () => this.#draw());
    this.#stage = new Stage(place);
    const form = (/** @type {'begin' | undefined} */ wanted) =>
      this.#showForm(memory.form.values, wanted);
    this.#elsewhere = new Elsewhere(this.#stage, form);
    this.#head = new Head(place, () => this.#items());
    const taken = (/** @type {PublicRoom} */ now) => this.#drawHead(now);
    this.#watch = new FormWatch({ link, stage: this.#stage, fetchRoom, taken });
    this.#forgetAsk = forgetAsk(() => this.#room.company);
    place.append(this.#forgetAsk);
    this.#hear(place);
    memory.heedChat(() => this.#joinChat());
    memory.heedForgetting(() => this.#forget());
    heedKeyboard(place);
    setInterval(() => this.#visit?.peerLostAt && this.#drawHead(), 1000); // A grace's seconds.
  }

  /** @param {HTMLElement} place */
  #hear(place) {
    on(place, 'asked', ({ detail }) => this.#enterChat(detail ?? ''));
    on(place, 'hand-over', ({ detail }) => this.#elsewhere.open(detail));
    on(place, 'letter-left', ({ detail }) => this.#thank(detail.email));
    on(place, 'link-gone', () => location.reload());
    on(place, 'form-stale', () => void this.#renewForm());
    on(place, 'link-said', () => this.#draw());
    on(place, 'end', async () => this.#head.stay(await this.#visit?.end()));
    on(place, 'cancel', () => void this.#cancel());
    on(place, 'ask-all', async () => this.#stage.stay(pressText(await this.#visit?.askAll())));
    on(place, 'rather-letter', () => this.#writeLetter());
    on(place, 'letter-back', () => this.#uncover());
    on(place, 'past-back', () => this.#lift());
    on(place, 'forget', () => this.#forget());
    on(place, 'start-again', () => this.#startAgain());
    on(place, 'continue', () => void this.#continue());
    on(document, 'visibilitychange', () => this.#draw());
  }

  async start() {
    const handed = await handedOver();
    const values = handed?.values ?? this.#memory.form.values;
    if (!this.#memory.inChat) return this.#showForm(values, handed?.begins ? 'begin' : undefined);
    if (this.#elsewhere.isFor(this.#room)) this.#elsewhere.show();
    else this.#enterChat(handed?.values.question);
    // Whose chat it is, before the server says how it stands.
    this.#drawHead();
  }

  /** What the menu offers now. */
  #items() {
    const { state } = this.#visit?.chat ?? {};
    return menuItems({
      isOpen: state === 'waiting' || state === 'served',
      past: () => this.#showPast(),
      forget: () => this.#forgetAsk.ask(),
    });
  }

  /** @param {string} [carried]  words that the chat does not know yet */
  #enterChat(carried = '') {
    this.#carried = carried;
    this.#memory.inChat = true;
    this.#visit?.leave();
    const { token } = this.#memory;
    this.#visit = new Visit({ room: this.#link, token, changed: () => this.#draw() });
    setTimeout(() => {
      if (!this.#stage.screen) this.#stage.show('loading', loadingNotice);
    }, skeletonAfterMilliseconds);
  }

  /** Another tab has begun a chat: this one follows, unless a hand is at work here. */
  #joinChat() {
    const { state } = this.#visit?.chat ?? {};
    if (state === 'waiting' || state === 'served' || this.#elsewhere.isFor(this.#room)) return;
    if (this.#stage.screen instanceof ContactForm && this.#stage.screen.isBegun) return;
    this.#enterChat(this.#stage.unsent);
  }

  #leaveChat() {
    this.#memory.inChat = false;
    this.#memory.letterIn = '';
    this.#visit?.leave();
    this.#visit = null;
    this.#leaving = null;
    this.#busy = false;
  }

  /**
   * @param {Partial<Values>} values
   * @param {Action | 'begin'} [wanted]  `begin`: Chat is pressed as soon as it is there
   * @param {string} [said]
   */
  #showForm(values, wanted, said) {
    const form = this.#form(values, { said });
    const begins = wanted === 'begin';
    this.#stage.show(`form ${randomID()}`, () => form, begins ? undefined : wanted);
    this.#drawHead();
    if (begins) form.begin();
  }

  /**
   * @param {Partial<Values>} values
   * @param {{ said?: string, waits?: string }} more
   */
  #form(values, more) {
    const [room, link, memory] = [this.#room, this.#link, this.#memory];
    const leaves = this.#elsewhere.isFor(room);
    return openForm({ room, link, memory, values, leaves, ...more });
  }

  /** The room was changed since the form was drawn. */
  async #renewForm() {
    const answer = await this.#fetchRoom();
    if (answer.ok) this.#room = answer.body;
    if (this.#stage.cover) return this.#uncover();
    this.#showForm(this.#memory.form.values, undefined, t('form.changed'));
  }

  /**
   * A letter was left. Who waited meanwhile waits no longer.
   * @param {string} email
   */
  #thank(email) {
    const thank = () => {
      const again = () => this.#showForm(this.#memory.form.values);
      this.#stage.show('thanks', () => letterNotice(email, again));
      this.#drawHead();
    };
    if (this.#visit?.chat?.state !== 'waiting') return thank();
    this.#uncover();
    void this.#cancel(() => {
      this.#leaveChat();
      thank();
    });
  }

  /** A letter is written over the waiting, which goes on until the letter is sent. */
  #writeLetter() {
    const { chat } = this.#visit ?? {};
    if (!chat || this.#stage.cover instanceof ContactForm) return;
    const { values, of } = this.#memory.form;
    const first = { ...this.#facts(), question: this.#stage.unsent || chat.question };
    this.#memory.letterIn = chat.id;
    this.#stage.lay(this.#form(of === chat.id ? values : first, { waits: chat.id }), 'letters');
    this.#draw();
  }

  #showPast() {
    if (this.#stage.cover instanceof PastChats) return;
    const past = new PastChats(this.#history, roleOf(this.#room.agentRole));
    this.#stage.lay(past);
    void past.show();
  }

  #uncover() {
    this.#memory.letterIn = '';
    this.#lift();
  }

  #lift() {
    this.#stage.lift();
    this.#draw();
  }

  /** Shows what is due now. */
  #draw() {
    this.#drawLink();
    const { chat, refusedWith } = this.#visit ?? {};
    if (refusedWith) return this.#refused(refusedWith);
    if (!chat) return;
    this.#memory.note(chat.id);
    const over = chat.state !== 'waiting' && chat.state !== 'served';
    if (over && this.#leaving) return this.#leaving();
    const writes = this.#memory.letterIn === chat.id;
    if (over && writes) return this.#keepLetter();
    if (writes && chat.state === 'served') this.#closeLetter();
    const words = this.#carried === chat.question ? '' : this.#carried;
    if (words) ChatComposer.keep(tabStore, chat.id, words);
    this.#carried = '';
    const kind = this.#earlier.screenOf(chat);
    this.#stage.show(`${kind} ${chat.id}`, () => this.#update(this.#make(kind, chat), chat));
    if (this.#stage.screen) this.#update(this.#stage.screen, chat);
    if (this.#stage.cover instanceof ContactForm) {
      this.#stage.cover.tellMeanwhile(waitingText(chat));
    } else if (chat.state === 'waiting' && writes && !this.#stage.cover) this.#writeLetter();
    this.#drawHead();
  }

  /** The waiting is over, the letter is not: it goes on as a form of its own. */
  #keepLetter() {
    this.#leaveChat();
    this.#showForm(this.#memory.form.values, 'letters');
  }

  /** Answered in the middle of a letter: what is written is not lost. */
  #closeLetter() {
    const { question = '' } = this.#memory.form.values;
    if (question !== this.#stage.unsent) this.#carried = question;
    this.#memory.letterIn = '';
    this.#stage.renew();
  }

  /**
   * @param {Screen} screen
   * @param {CustomerChat} chat
   */
  #update(screen, chat) {
    const situation = {
      letters: takesLetters(this.#room, chat),
      cut: this.#head.cut,
      keeps: this.#memory.keeps,
      earlier: this.#earlier.of(chat),
    };
    if (screen instanceof WaitingRoom) screen.show(chat, situation);
    if (screen instanceof CustomerPhone) screen.show(chat, situation);
    return screen;
  }

  /**
   * @param {ReturnType<Earlier['screenOf']>} kind
   * @param {CustomerChat} chat
   * @returns {Screen}
   */
  #make(kind, chat) {
    if (kind === 'waiting') return new WaitingRoom();
    const visit = this.#visit;
    if (!visit || kind !== 'phone') return overNotice(chat, () => this.#startAgain());
    return new CustomerPhone({ visit, bytesMax: this.#room.limits.messageBytesMax });
  }

  #drawLink() {
    this.#head.drawLink(this.#visit);
    // Back: what could not be pressed before can be now.
    const wasOpen = this.#wasOpen;
    this.#wasOpen = this.#visit?.link === 'open';
    if (wasOpen || !this.#wasOpen) return;
    this.#head.stay(undefined);
    this.#stage.stay('');
    if (this.#leaving) void this.#cancel(this.#leaving);
  }

  #drawHead(room = this.#room) {
    this.#room = room;
    this.#watch.look(room);
    this.#head.draw(room, this.#visit);
    if (this.#visit?.chat?.state === 'served') return;
    if (this.#head.closeAsk()) this.#stage.screen?.focusTitle();
  }

  /** @param {() => void} [then]  what follows instead of the form */
  async #cancel(then) {
    if (this.#busy) return;
    this.#busy = true;
    const chat = this.#visit?.chat;
    const form = () => this.#startAgain(this.#stage.unsent || (chat?.question ?? ''), 'chats');
    // Who was served before stays with what was said, unless a letter was left.
    this.#leaving = then ?? (chat && this.#earlier.screenOf(chat) === 'phone' ? null : form);
    const outcome = await this.#visit?.cancel();
    this.#busy = false;
    if (outcome?.ok) return;
    // A letter was left: who waited is taken out of the queue as soon as the connection is back.
    if (then && outcome?.code === 'notReached') return this.#stage.stay(t('letter.headline'));
    // Answered in the same moment, or not connected: the chat frame tells what is true.
    this.#leaving = null;
    this.#stage.stay(pressText(outcome));
  }

  /**
   * @param {string} [question]
   * @param {Action} [wanted]
   */
  #startAgain(question = this.#stage.unsent, wanted = undefined) {
    const values = { ...this.#facts(), question };
    this.#leaveChat();
    this.#showForm(values, wanted);
  }

  /** A new chat at once, with what is known; what was said stands above it. */
  async #continue() {
    const visit = this.#visit;
    const from = visit?.chat;
    if (this.#busy || !from) return;
    this.#busy = true;
    const unsent = this.#stage.unsent;
    const asked = unsent || from.question;
    const values = valuesToGoOn(this.#room, this.#facts(), asked);
    this.#stage.stay(t('form.busy'));
    /** @param {{ status: number }} answer */
    const waits = (answer) => {
      if (visit === this.#visit) this.#stage.stay(retryText(answer));
      return visit === this.#visit;
    };
    const entries = visit.line?.transcript.entries ?? [];
    const answer = await this.#earlier.goOn({ link: this.#link, from, entries, values }, waits);
    if (visit !== this.#visit) return;
    const open = !answer.ok && answer.fault.code === 'chatAlreadyOpen';
    if (!answer.ok && !open) return this.#startAgain();
    // Left first: other tabs hear of the chat that begins only if it is another one.
    this.#leaveChat();
    this.#enterChat(open || values.question !== asked ? unsent : '');
  }

  /** This browser is nobody to the company any more; other tabs hear of it and follow. */
  #forget() {
    const { state } = this.#visit?.chat ?? {};
    this.#forgetAsk.close();
    if (state === 'waiting' || state === 'served') return;
    this.#leaveChat();
    this.#memory.forget();
    this.#showForm({}, undefined, t('forget.done'));
  }

  #facts() {
    const known = factsToKeep(this.#visit?.line?.transcript.entries[0]);
    return { ...this.#memory.form.values, ...known };
  }

  /** @param {number} code */
  #refused(code) {
    if (code < 4502 && !this.#visit?.chat) return this.#startAgain();
    const { unsent } = this.#stage;
    this.#stage.show('refused', () => refusedNotice(code, () => this.#startAgain(unsent)));
  }
}
