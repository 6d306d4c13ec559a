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
 * @returns {Promise<Answer<Body>>}
 */
export function ask(method, path, body) {
  return fetched(path, { method, ...(body === undefined ? {} : withJSON(body)) });
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
 * @returns {Promise<Answer<Body>>}
 */
async function fetched(path, request) {
  try {
    const response = await fetch(path, {
      ...request,
      cache: 'no-store',
      // Phones of five years ago know no such timeout.
      signal: AbortSignal.timeout?.(answerWithinMilliseconds),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: text ? JSON.parse(text) : undefined };
    return { ok: false, status: response.status, fault: faultOf(text) };
  } catch {
    return { ok: false, status: 0, fault: { code: 'notReached', message: '' } };
  }
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
