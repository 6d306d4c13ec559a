import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isSolution, solvePuzzle } from './puzzle.js';
import { sha256 } from './sha256.js';

/** @param {string} text */
function hex(text) {
  return Array.from(sha256(text), (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('the hash is SHA-256, at every length around a block', () => {
  for (let length = 0; length < 130; length++) {
    const text = 'é'.repeat(length % 3) + 'x'.repeat(length);
    assert.equal(hex(text), createHash('sha256').update(text).digest('hex'));
  }
});

test('a solution has the wanted zero bits', async () => {
  const solution = await solvePuzzle('challenge', 12);
  assert.match(solution, /^\d+$/);
  const digest = createHash('sha256').update(`challenge:${solution}`).digest();
  assert.equal(digest.readUInt16BE() >>> 4, 0);
  assert.equal(isSolution('challenge', solution, 12), true);
});
