/**
 * Asking the server over HTTP. An answer is a value, never an exception: what went wrong is for the
 * screen to say.
 *
 * @import { Fault } from './wire.d.ts'
 *
 * @template [Body=unknown]
 * @typedef {{ ok: true, body: Body } | { ok: false, status: number, fault: Fault }} Answer
 *   `status` 0: the server was not reached.
 */

const answerWithinMilliseconds = 20_000;

/**
 * @template [Body=unknown]
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {{ signal?: AbortSignal, within?: number }} [wait]  what ends the request early, and after
 *   how many milliseconds nothing more is hoped for
 * @returns {Promise<Answer<Body>>}
 */
export function ask(method, path, body, wait) {
  return fetched(path, { method, ...(body === undefined ? {} : withJSON(body)) }, wait);
}

/**
 * Sends bytes as they are.
 * @template [Body=unknown]
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer>} body
 * @param {string} type
 * @returns {Promise<Answer<Body>>}
 */
export function upload(path, body, type) {
  return fetched(path, { method: 'POST', headers: { 'Content-Type': type }, body });
}

/**
 * @template Body
 * @param {string} path
 * @param {RequestInit} request
 * @param {{ signal?: AbortSignal, within?: number }} [wait]
 * @returns {Promise<Answer<Body>>}
 */
async function fetched(path, request, { signal, within = answerWithinMilliseconds } = {}) {
  try {
    const response = await fetch(path, {
      ...request,
      cache: 'no-store',
      signal: signalOf(within, signal),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: text ? JSON.parse(text) : undefined };
    return { ok: false, status: response.status, fault: faultOf(text) };
  } catch {
    return { ok: false, status: 0, fault: { code: 'notReached', message: '' } };
  }
}

/**
 * Phones of five years ago know no timeouts, older ones than that no two signals in one.
 * @param {number} within
 * @param {AbortSignal} [signal]
 */
function signalOf(within, signal) {
  const timeout = AbortSignal.timeout?.(within);
  if (!signal || !timeout) return signal ?? timeout;
  return AbortSignal.any?.([signal, timeout]) ?? signal;
}

/**
 * Whether the same request may succeed in a moment.
 * @param {{ status: number }} answer
 */
export function isPassing({ status }) {
  return status === 0 || status === 429 || status >= 500;
}

/** @param {unknown} body */
function withJSON(body) {
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * @param {string} text
 * @returns {Fault}
 */
function faultOf(text) {
  try {
    const fault = JSON.parse(text);
    if (typeof fault?.code === 'string') return fault;
  } catch {
    // A proxy's page, for instance.
  }
  return { code: 'internal', message: '' };
}
