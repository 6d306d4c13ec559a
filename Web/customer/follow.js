/**
 * Hears of new settings while the form is open and seen: one request waits at the server until there
 * are any.
 *
 * @typedef {(version: number) => Promise<number | undefined>} Changed  told the live version; gives
 *   back the one that is shown then, `undefined` when it could not be fetched
 * @typedef {{ link: string, changed: Changed, gone: (code: string) => void }} FollowOptions
 *   `gone`: the link leads nowhere any more
 */
import { on } from '../shared/dom.js';
import { ask } from '../shared/http.js';
import { pauseBefore } from '../shared/state/link.js';

/** The server holds a request for 50 s. */
const waitMilliseconds = 70_000;
/** All open forms are told at once: they do not all come at once. */
const spreadMilliseconds = 300;
/** Where no form may wait: the server is full, or it is not there. */
const pauseMilliseconds = 5_000;

export class Follow {
  #options;
  #version = -1;
  /** Ends the request that waits. @type {AbortController | null} */
  #waiting = null;

  /** @param {FollowOptions} options */
  constructor(options) {
    this.#options = options;
    on(document, 'visibilitychange', () => this.#turn());
  }

  /** @param {number} version  that is shown */
  start(version) {
    this.#version = version;
    this.#turn();
  }

  stop() {
    this.#version = -1;
    this.#turn();
  }

  #turn() {
    const wanted = this.#version >= 0 && document.visibilityState === 'visible';
    if (wanted && !this.#waiting) void this.#run(this.#waiting = new AbortController());
    if (wanted || !this.#waiting) return;
    this.#waiting.abort();
    this.#waiting = null;
  }

  /** @param {AbortController} own */
  async #run(own) {
    for (let failures = 0; this.#waiting === own;) {
      const began = Date.now();
      const answer = await this.#ask(own.signal);
      if (this.#waiting !== own) return;
      if (!answer.ok && answer.fault.code.startsWith('roomLink')) {
        this.stop();
        return this.#options.gone(answer.fault.code);
      }
      // Who did not let the request wait, a proxy or a server that ends, is not asked at once again.
      const waited = answer.ok && (answer.body || Date.now() - began > pauseMilliseconds);
      failures = waited ? 0 : failures + 1;
      if (failures > 0) {
        await pause(pauseMilliseconds + pauseBefore(failures, 'pause', Math.random()));
      } else if (answer.ok && answer.body) await this.#take(answer.body.version, own);
    }
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<import('../shared/http.js').Answer<{ version: number } | undefined>>}
   */
  #ask(signal) {
    const path = `/api/public/rooms/${encodeURIComponent(this.#options.link)}/changes`;
    const wait = { signal, within: waitMilliseconds };
    return ask('GET', `${path}?version=${this.#version}`, undefined, wait);
  }

  /**
   * @param {number} version
   * @param {AbortController} own
   */
  async #take(version, own) {
    await pause(Math.random() * spreadMilliseconds);
    if (this.#waiting !== own) return;
    const shown = await this.#options.changed(version);
    if (this.#waiting !== own) return;
    // What did not change is not asked for again and again.
    if (shown === undefined || shown === this.#version) await pause(pauseMilliseconds);
    this.#version = shown ?? this.#version;
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
