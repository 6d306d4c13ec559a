/**
 * What tells of rings beyond the page: a tone, and the browser's notifications. Both only after
 * the agent has asked for them by a press; the browser remembers it. Of several tabs one sounds.
 *
 * @import { Card } from '../shared/wire.d.ts'
 * @import { Desk } from './state/desk.js'
 */
import { on } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { randomID } from '../shared/random.js';
import { browserStore } from '../shared/store.js';
import { bellOf } from './state/bell.js';

const toneKey = 'alarm.tone';
const notesKey = 'alarm.notes';
const tabKey = 'alarmTab';
const iconPath = '/web/shared/icon.svg';

/** @typedef {'on' | 'off' | 'blocked' | 'absent'} Notes */

export class Alarm {
  #tab = randomID();
  /** @type {AudioContext | null} */
  #audio = null;
  /** @type {AudioBufferSourceNode | null} */
  #bell = null;
  /** @type {Map<string, Notification>} */
  #notes = new Map();
  /** Offers that were told of. @type {Set<string>} */
  #told = new Set();
  #rings = false;
  #leads = false;
  #asksToLead = false;
  #left = false;
  /** @type {() => void} */
  #giveUp = () => {};

  constructor() {
    for (const name of ['pointerdown', 'keydown']) on(document, name, this.#touch);
    on(globalThis, 'focus', this.#touch);
    // Which tab rings, and whether any does, may be decided in another one.
    browserStore.heed(tabKey, () => this.#sound());
    browserStore.heed(toneKey, () => this.#sound());
  }

  /** Whether the agent wants the tone. */
  get tone() {
    return browserStore.get(toneKey) === true;
  }

  /** @returns {Notes} */
  get notes() {
    // Away from https and localhost browsers have none to give.
    if (!('Notification' in globalThis) || !globalThis.isSecureContext) return 'absent';
    if (Notification.permission === 'denied') return 'blocked';
    const granted = Notification.permission === 'granted';
    return granted && browserStore.get(notesKey) === true ? 'on' : 'off';
  }

  /** By a press. A short sample is the answer that it works. */
  toggleTone() {
    browserStore.set(toneKey, !this.tone);
    this.#touch();
    if (this.tone && !this.#rings) this.#play(false);
    else this.#sound();
  }

  /** By a press. */
  async toggleNotes() {
    if (this.notes === 'on') return browserStore.set(notesKey, false);
    if (this.notes !== 'off') return;
    const answer = await Notification.requestPermission();
    browserStore.set(notesKey, answer === 'granted');
  }

  /**
   * @param {Card[]} rings
   * @param {{ rooms: Desk['rooms'], open: () => void }} how
   *   `open`: what a press on a notification leads to
   */
  show(rings, { rooms, open }) {
    this.#rings = rings.length > 0;
    this.#sound();
    const ringing = new Map(rings.map((card) => [`${card.chat} ${card.ringing?.offer}`, card]));
    for (const [key, note] of this.#notes) if (!ringing.has(key)) this.#close(key, note);
    for (const [key, card] of ringing) {
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      if (document.visibilityState === 'hidden' && this.notes === 'on') {
        this.#notify(key, card, rooms[card.room]?.name ?? '', open);
      }
    }
    // Who looks at the page needs no notification of it any more.
    if (document.visibilityState === 'hidden') return;
    for (const [key, note] of this.#notes) this.#close(key, note);
  }

  leave() {
    this.#left = true;
    for (const name of ['pointerdown', 'keydown']) {
      document.removeEventListener(name, this.#touch);
    }
    globalThis.removeEventListener('focus', this.#touch);
    for (const [key, note] of this.#notes) this.#close(key, note);
    this.#rings = false;
    this.#silence();
    this.#giveUp();
    void this.#audio?.close();
  }

  /** A browser lets a page sound only after a press in it. */
  #touch = () => {
    if (!this.tone || this.#left) return;
    this.#audio ??= new AudioContext();
    if (this.#audio.state === 'suspended') void this.#audio.resume().then(() => this.#sound());
    this.#lead();
    if (!('locks' in navigator)) browserStore.set(tabKey, this.#tab);
    this.#sound();
  };

  /** Only a tab that may sound asks for it; another one asks again when this one is closed. */
  #lead() {
    if (this.#asksToLead || !('locks' in navigator)) return;
    this.#asksToLead = true;
    void navigator.locks.request('foyer.tone', () => {
      this.#leads = true;
      this.#sound();
      return new Promise((done) => {
        this.#giveUp = () => done(undefined);
        if (this.#left) this.#giveUp();
      });
    });
  }

  get #isMine() {
    return 'locks' in navigator ? this.#leads : browserStore.get(tabKey) === this.#tab;
  }

  #sound() {
    const sounds = this.#rings && this.tone && this.#isMine && !this.#left;
    if (!sounds) this.#silence();
    else if (!this.#bell?.loop) this.#play(true);
  }

  /** @param {boolean} loop */
  #play(loop) {
    if (!this.#audio) return;
    this.#silence();
    const samples = bellOf(this.#audio.sampleRate);
    const buffer = this.#audio.createBuffer(1, samples.length, this.#audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    this.#bell = new AudioBufferSourceNode(this.#audio, { buffer, loop });
    this.#bell.connect(this.#audio.destination);
    this.#bell.start();
  }

  #silence() {
    this.#bell?.stop();
    this.#bell = null;
  }

  /**
   * @param {string} key
   * @param {Card} card
   * @param {string} room
   * @param {() => void} open
   */
  #notify(key, { name, question }, room, open) {
    try {
      // The tag makes one of what several tabs say.
      const note = new Notification(t('alarm.note', { name: name || t('ring.noName'), room }), {
        body: question,
        tag: `foyer ${key}`,
        icon: iconPath,
      });
      note.onclick = () => {
        globalThis.focus();
        note.close();
        open();
      };
      this.#notes.set(key, note);
    } catch {
      // Phones take notifications only from a service worker; the tone and the title remain.
    }
  }

  /**
   * @param {string} key
   * @param {Notification} note
   */
  #close(key, note) {
    note.close();
    this.#notes.delete(key);
  }
}
