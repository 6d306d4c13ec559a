/**
 * One chat on one screen: applies the frames to its transcript, sends the own messages one after
 * the other, asks for what is missing, and tells how far the person has read. Both phones use it.
 *
 * @import { LineFrame, ErrorFrame, OutFrame, Who } from './wire.d.ts'
 * @import { Own, Transcript } from './state/transcript.js'
 */
import { maskCards } from './state/mask.js';
import {
  asking,
  cutOff,
  emptyTranscript,
  flying,
  have as haveOf,
  lastSeq,
  needsResume,
  nextToSend,
  unread as unreadOf,
  withAck,
  withAnswer,
  withEntry,
  withMarks,
  withoutOwn,
  withOwn,
  withRefusal,
} from './state/transcript.js';
import { randomID } from './random.js';
import { tabStore } from './store.js';

/** At most 4 a second (docs/protocol.md). */
const typingEveryMilliseconds = 260;
const typingCharactersMax = 1000;
const markAfterMilliseconds = 250;
const againAfterMilliseconds = 2000;
const passing = new Set([
  'overloaded',
  'databaseUnavailable',
  'diskFull',
  'notReady',
  'tooManyRequests',
  'internal',
]);

export class ChatLine {
  /** What the other side is typing now. */
  peerText = '';
  /** The highest entry a person saw here. */
  read = 0;
  /** The highest entry a person had seen when this page was opened. @type {number | null} */
  readBefore = null;
  /** @type {Transcript} */
  transcript;
  #me;
  #send;
  #changed;
  #told = { delivered: 0, read: 0 };
  #typing = { text: '', told: '', at: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #markTimer;

  /**
   * @param {{ chat: string, me: Who, send: (frame: OutFrame) => boolean,
   *   changed: () => void }} options
   */
  constructor({ chat, me, send, changed }) {
    /** Which chat this is. */
    this.chat = chat;
    this.#me = me;
    this.#send = send;
    this.#changed = changed;
    /** @type {Own[] | undefined} */
    const kept = tabStore.get(`own.${chat}`);
    this.transcript = emptyTranscript(kept ?? []);
  }

  /** For `hello` and `resume`. */
  get have() {
    return haveOf(this.transcript);
  }

  get unread() {
    return unreadOf(this.transcript, this.#me, this.read);
  }

  /** @param {LineFrame} frame */
  receive(frame) {
    if (frame.t === 'typing') this.#hearTyping(frame.from, frame.text);
    if (frame.t === 'ack') this.#apply(withAck(this.transcript, frame, this.#me));
    if (frame.t === 'transcript') this.#apply(withAnswer(this.transcript, frame));
    if (frame.t === 'marks') {
      this.readBefore ??= frame[this.#me].read;
      this.#apply(withMarks(this.transcript, frame));
    }
    if (frame.t === 'message') {
      if (frame.entry.from !== this.#me) this.peerText = '';
      this.#apply(withEntry(this.transcript, frame.entry));
    }
    if (frame.t === 'peer' && !frame.connected) this.#hearTyping(frame.who, '');
  }

  /**
   * The server refused a message of this chat.
   * @param {ErrorFrame} error
   */
  refuse({ cid, code }) {
    if (!cid) return;
    const again = passing.has(code);
    const refused = () => withRefusal(this.transcript, { cid, code, again });
    if (again) setTimeout(() => this.#apply(refused()), againAfterMilliseconds);
    else this.#apply(refused());
  }

  /** @param {string} body */
  write(body) {
    this.#typing.text = '';
    this.#typing.told = '';
    clearTimeout(this.#typingTimer);
    this.#apply(withOwn(this.transcript, { cid: randomID(), body, at: Date.now() }));
  }

  /** @param {string} cid */
  takeBack(cid) {
    this.#apply(withoutOwn(this.transcript, cid));
  }

  /**
   * What stands in the input now. Card numbers are covered before anything leaves the browser.
   * @param {string} text
   * @param {number} caret
   */
  type(text, caret) {
    const shown = this.#me === 'customer' ? maskCards(text, caret) : text;
    this.#typing.text = shown.slice(-typingCharactersMax);
    clearTimeout(this.#typingTimer);
    const wait = this.#typing.at + typingEveryMilliseconds - Date.now();
    this.#typingTimer = setTimeout(() => this.#tellTyping(), Math.max(0, wait));
  }

  /** The person saw everything that is here. */
  seeAll() {
    const last = lastSeq(this.transcript);
    if (last <= this.read) return;
    this.read = last;
    this.#markSoon();
    this.#changed();
  }

  /** Asks for the transcript, where a chat came without one. */
  askAll() {
    if (this.transcript.live || this.transcript.asked) return;
    if (this.#send({ t: 'resume', chat: this.chat, have: this.have })) {
      this.transcript = asking(this.transcript);
    }
  }

  /** The connection is gone. */
  cut() {
    this.peerText = '';
    this.#told = { delivered: 0, read: 0 };
    this.#typing.told = '';
    this.#apply(cutOff(this.transcript));
  }

  /** @param {Transcript} transcript */
  #apply(transcript) {
    const keptBefore = this.transcript.own;
    this.transcript = transcript;
    this.#pump();
    if (this.transcript.own !== keptBefore) tabStore.set(`own.${this.chat}`, this.transcript.own);
    this.#markSoon();
    this.#changed();
  }

  /** Sends what is next, and asks for what is missing. */
  #pump() {
    if (needsResume(this.transcript)) {
      const frame = { t: 'resume', chat: this.chat, have: this.have };
      if (this.#send(frame)) this.transcript = asking(this.transcript);
    }
    const next = nextToSend(this.transcript);
    if (!next) return;
    const frame = { t: 'message', chat: this.chat, cid: next.cid, body: next.body };
    if (this.#send(frame)) this.transcript = flying(this.transcript, next.cid);
  }

  /**
   * @param {Who} from
   * @param {string} text
   */
  #hearTyping(from, text) {
    if (from === this.#me || text === this.peerText) return;
    this.peerText = text;
    this.#changed();
  }

  #tellTyping() {
    const { text, told } = this.#typing;
    if (text === told) return;
    if (!this.#send({ t: 'typing', chat: this.chat, text })) return;
    this.#typing = { text, told: text, at: Date.now() };
  }

  #markSoon() {
    clearTimeout(this.#markTimer);
    this.#markTimer = setTimeout(() => this.#mark(), markAfterMilliseconds);
  }

  #mark() {
    const delivered = lastSeq(this.transcript);
    const read = Math.min(this.read, delivered);
    if (delivered === this.#told.delivered && read === this.#told.read) return;
    if (!this.transcript.live || delivered === 0) return;
    if (this.#send({ t: 'mark', chat: this.chat, delivered, read })) {
      this.#told = { delivered, read };
    }
  }
}
