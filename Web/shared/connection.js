/**
 * A WebSocket that comes back: after every loss that the close code allows, with growing and
 * varied pauses, at once when the network or the person returns.
 *
 * @import { OutFrame } from './wire.d.ts'
 * @import { Pulse, Return } from './state/link.js'
 *
 * @typedef {'connecting' | 'open' | 'lost' | 'stopped'} LinkState
 * @typedef {{ ok: true } | { ok: false, code: string, message: string }} Outcome
 */
import {
  afterClose,
  doubted,
  firstPulse,
  heard,
  look,
  pauseBefore,
  scheduled,
} from './state/link.js';

/** A connection that lived this long was a good one: the next loss starts counting anew. */
const goodMilliseconds = 5000;
const openWithinMilliseconds = 15_000;

/** @template {{ t: string }} Frame */
export class Connection {
  /** @type {LinkState} */
  state = 'connecting';
  #url;
  #hello;
  #onFrame;
  #onState;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #openedAt = 0;
  #number = 0;
  /** @type {Pulse} */
  #pulse = firstPulse(0);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Map<number, (outcome: Outcome) => void>} */
  #asked = new Map();

  /**
   * @param {{ path: string, hello: () => OutFrame, onFrame: (frame: Frame) => void,
   *   onState: (state: LinkState, code: number) => void }} options
   */
  constructor({ path, hello, onFrame, onState }) {
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#url = url;
    this.#hello = hello;
    this.#onFrame = onFrame;
    this.#onState = onState;
    globalThis.addEventListener('online', this.#wake);
    globalThis.addEventListener('offline', this.#doubt);
    document.addEventListener('visibilitychange', this.#wake);
  }

  start() {
    this.#open();
  }

  /** Ends it for good. */
  stop() {
    this.#leave('stopped', 1000);
    globalThis.removeEventListener('online', this.#wake);
    globalThis.removeEventListener('offline', this.#doubt);
    document.removeEventListener('visibilitychange', this.#wake);
  }

  /**
   * @param {OutFrame} frame
   * @returns {boolean} whether it left
   */
  send(frame) {
    if (this.state !== 'open' || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /**
   * Sends a frame whose answer carries its number.
   * @param {OutFrame} frame
   * @returns {Promise<Outcome>}
   */
  ask(frame) {
    const n = ++this.#number;
    if (!this.send({ ...frame, n })) return Promise.resolve(unreached);
    return new Promise((answered) => this.#asked.set(n, answered));
  }

  #open() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lose(socket, 1006), openWithinMilliseconds);
    socket.onopen = () => this.#greet(socket);
    socket.onmessage = ({ data }) => this.#receive(socket, String(data));
    socket.onclose = ({ code }) => this.#lose(socket, code);
  }

  /** @param {WebSocket} socket */
  #greet(socket) {
    if (socket !== this.#socket) return;
    this.#openedAt = Date.now();
    this.#pulse = firstPulse(Date.now());
    socket.send(JSON.stringify(this.#hello()));
    this.#watch();
  }

  /**
   * @param {WebSocket} socket
   * @param {string} data
   */
  #receive(socket, data) {
    if (socket !== this.#socket) return;
    this.#pulse = scheduled(heard(this.#pulse, Date.now()));
    this.#watch();
    /** @type {Frame & { n?: number, code?: string, message?: string }} */
    const frame = JSON.parse(data);
    if (frame.t === 'welcome') this.#become('open', 0);
    if (frame.n !== undefined) this.#settle(frame.n, frame);
    else if (frame.t !== 'pong') this.#onFrame(frame);
  }

  /**
   * @param {number} n
   * @param {{ t: string, code?: string, message?: string }} frame
   */
  #settle(n, { t, code = 'internal', message = '' }) {
    const answered = this.#asked.get(n);
    this.#asked.delete(n);
    answered?.(t === 'ok' ? { ok: true } : { ok: false, code, message });
  }

  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookNow(), Math.max(0, this.#pulse.dueAt - Date.now()));
  }

  #lookNow() {
    const { pulse, action } = look(this.#pulse, Date.now());
    this.#pulse = pulse;
    if (action === 'dead' && this.#socket) return this.#lose(this.#socket, 1006);
    this.#socket?.send('{"t":"ping"}');
    this.#watch();
  }

  /** The person or the network is back: do not wait for a timer that may have been throttled. */
  #wake = () => {
    if (document.visibilityState === 'hidden' || this.state === 'stopped') return;
    if (this.state === 'open') this.#lookIfQuiet();
    else if (this.#socket === null && this.state === 'lost') this.#open();
  };

  /** The browser says the network is gone; that is a rumour to check, not a fact. */
  #doubt = () => {
    if (this.state !== 'open') return;
    const { pulse, asks } = doubted(this.#pulse, Date.now());
    this.#pulse = pulse;
    if (asks) this.#socket?.send('{"t":"ping"}');
    this.#watch();
  };

  #lookIfQuiet() {
    if (this.#pulse.askedAt === null) this.#lookNow();
    else if (Date.now() > this.#pulse.dueAt) this.#lookNow();
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #lose(socket, code) {
    if (socket !== this.#socket || this.state === 'stopped') return;
    const kind = afterClose(code);
    if (kind === 'stayAway') return this.#leave('stopped', code);
    if (this.#openedAt && Date.now() - this.#openedAt > goodMilliseconds) this.#attempt = 0;
    this.#leave('lost', code);
    this.#comeBack(kind);
  }

  /** @param {Return} kind */
  #comeBack(kind) {
    const pause = pauseBefore(this.#attempt++, kind, Math.random());
    this.#timer = setTimeout(() => this.#open(), pause);
  }

  /**
   * @param {'lost' | 'stopped'} state
   * @param {number} code
   */
  #leave(state, code) {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#openedAt = 0;
    socket?.close();
    for (const answered of this.#asked.values()) answered(unreached);
    this.#asked.clear();
    this.#become(state, code);
  }

  /**
   * @param {LinkState} state
   * @param {number} code
   */
  #become(state, code) {
    if (this.state === state) return;
    this.state = state;
    this.#onState(state, code);
  }
}

/** @type {Outcome} */
const unreached = { ok: false, code: 'notReached', message: '' };
