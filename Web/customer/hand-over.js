/**
 * From the frame of another site into a window of its own (CF-9): what was written in the frame's
 * form goes along from window to window, and so to no server, no log and no history.
 *
 * @import { Values } from './state/form.js'
 *
 * @typedef {{ values: Values, begins: boolean }} HandedOver  `begins`: at once, without a press
 */

const windowName = 'foyer-chat';
const mark = '#from-frame';
const ready = 'foyer: ready';
/** A window that opens answers much sooner; nobody stares at an empty one for longer. */
const waitMilliseconds = 1500;
/** The address' own: a frame may have lost its origin to a sandbox. */
const ownOrigin = new URL(location.href).origin;
const fields = /** @type {const} */ (['name', 'email', 'phone', 'question']);

export function isFramed() {
  return globalThis.top !== globalThis.self;
}

/** The frame's side. */
export class HandOver {
  /** @type {Window | null} */
  #window = null;
  /** What was not fetched yet. @type {Values | null} */
  #values = null;

  constructor() {
    addEventListener('message', ({ source, data }) => {
      if (data !== ready || !this.#values || source !== this.#window) return;
      // Whatever has come into that window meanwhile: only a page of this server gets them.
      this.#window?.postMessage({ values: this.#values }, ownOrigin);
      this.#values = null;
    });
  }

  /**
   * @param {Values | null} values  `null`: a chat that runs is shown
   * @returns {boolean} whether the browser opened the window
   */
  open(values) {
    this.#values = values;
    const address = `${location.pathname}${values ? mark : ''}`;
    this.#window = globalThis.open(address, windowName, 'popup,width=400,height=720');
    return this.#window !== null;
  }

  /** Brings the window back to sight, or opens it again. */
  again() {
    if (!this.#window || this.#window.closed) return this.open(this.#values);
    this.#window.focus();
    return true;
  }
}

/**
 * The window's side: what the frame hands over; `null` where this page was not opened by one.
 * @returns {Promise<HandedOver | null>}
 */
export function handedOver() {
  const opener = /** @type {Window | null} */ (globalThis.opener);
  if (location.hash !== mark) return Promise.resolve(null);
  // A reload must not ask again.
  history.replaceState(null, '', location.pathname);
  if (!opener) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), waitMilliseconds);
    addEventListener('message', ({ source, origin, data }) => {
      const values = valuesOf(data);
      if (source !== opener || !values || ![ownOrigin, 'null'].includes(origin)) return;
      clearTimeout(timer);
      // A page of this server only: another one could let people ask what they never wrote.
      resolve({ values, begins: origin === ownOrigin });
    });
    opener.postMessage(ready, '*');
  });
}

/**
 * @param {any} data
 * @returns {Values | null}
 */
function valuesOf(data) {
  const values = data?.values;
  if (!fields.every((field) => typeof values?.[field] === 'string')) return null;
  const { name, email, phone, question } = values;
  // In the room's own fields; a window that knows them not leaves them out.
  const own = Object.entries(values.custom ?? {}).filter(([, answer]) => {
    return typeof answer === 'string' || typeof answer === 'boolean';
  });
  return { name, email, phone, question, custom: Object.fromEntries(own) };
}
