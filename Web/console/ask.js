/** Asking under the console's roof, where the cookie is taken. */
import { ask } from '../shared/http.js';

/**
 * @template [Body=unknown]
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<import('../shared/http.js').Answer<Body>>}
 */
export function askConsole(method, path, body) {
  return ask(method, `/console/api/${path}`, body);
}
