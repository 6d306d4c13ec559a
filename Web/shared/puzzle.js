/**
 * The step against robots (CF-5): invisible, without a third party. It is solved in slices, while
 * the person fills the form, so that typing never stutters.
 */
import { sha256 } from './sha256.js';

const sliceMilliseconds = 8;
const triesBetweenLooks = 64;

/**
 * @param {string} challenge
 * @param {number} bits  so many leading zero bits the hash must have
 * @returns {Promise<string>} the solution, a decimal number
 */
export async function solvePuzzle(challenge, bits) {
  let candidate = 0;
  while (true) {
    const until = performance.now() + sliceMilliseconds;
    while (performance.now() < until) {
      for (let tries = 0; tries < triesBetweenLooks; tries++, candidate++) {
        if (isSolution(challenge, String(candidate), bits)) return String(candidate);
      }
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

/**
 * @param {string} challenge
 * @param {string} solution
 * @param {number} bits
 */
export function isSolution(challenge, solution, bits) {
  const hash = sha256(`${challenge}:${solution}`);
  let zeros = 0;
  for (const word of hash) {
    zeros += Math.clz32(word);
    if (word !== 0) break;
  }
  return zeros >= bits;
}
