/** A link as the squares of a QR code, and the squares as one drawn path. Pure. */

import { qrcode } from '../../vendor/qrcode-generator.js';

/**
 * @typedef {object} Code  what the library makes
 * @property {(text: string) => void} addData
 * @property {() => void} make
 * @property {() => number} getModuleCount
 * @property {(row: number, column: number) => boolean} isDark
 */

/** The light frame that readers need around a code. */
const quiet = 4;

/**
 * @param {string} link
 * @returns {{ size: number, path: string }}  both in squares; the frame counts
 */
export function qrOf(link) {
  /** @type {Code} */
  const code = qrcode(0, 'M');
  // A code holds plain characters best: a host in another script is written as browsers send it.
  code.addData(new URL(link).href);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let from = 0; from < count; from += 1) {
      let to = from;
      while (to < count && code.isDark(row, to)) to += 1;
      if (to > from) path += `M${from + quiet} ${row + quiet}h${to - from}v1h-${to - from}z`;
      from = to;
    }
  }
  return { size: count + 2 * quiet, path };
}
