import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servedBy } from './entries.js';

/** @import { Entry } from '../../shared/wire.d.ts' */

/**
 * @param {number} seq
 * @param {Entry['kind']} kind
 * @param {Record<string, unknown>} [data]
 * @returns {Entry}
 */
function entry(seq, kind, data) {
  return { seq, id: `e${seq}`, kind, from: 'system', at: seq, body: '', data };
}

test('who serves is who answered last', () => {
  const entries = [
    entry(1, 'facts'),
    entry(2, 'answered', { agent: 'Ana' }),
    entry(3, 'waitsAgain'),
    entry(4, 'answered', { agent: 'Ben' }),
    entry(5, 'ended', { by: 'agent' }),
  ];
  assert.equal(servedBy(entries, 5), 'Ben');
  assert.equal(servedBy(entries, 3), 'Ana');
  assert.equal(servedBy(entries, 2), '');
});
