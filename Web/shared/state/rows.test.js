import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstNew, isSameRow, rowsOf } from './rows.js';
import { emptyTranscript, withAnswer, withMarks, withOwn } from './transcript.js';

/** @import { Entry } from '../wire.d.ts' */

const noon = new Date(2026, 4, 4, 12).getTime();

/**
 * @param {number} seq
 * @param {Partial<Entry>} more
 * @returns {Entry}
 */
function entry(seq, more) {
  return { seq, id: `e${seq}`, kind: 'text', from: 'customer', at: noon + seq, body: 'x', ...more };
}

/** @param {Entry[]} entries */
function told(entries) {
  return withAnswer(emptyTranscript(), { entries, last: entries.length, resync: true });
}

test('each day is announced once', () => {
  const rows = rowsOf(
    told([entry(1, {}), entry(2, {}), entry(3, { at: noon + 86_400_000 })]),
    'agent',
  );
  assert.deepEqual(rows.map((row) => row.kind), ['day', 'text', 'text', 'day', 'text']);
});

test('a clock that is behind at midnight makes no two lines of one key', () => {
  const entries = [entry(1, {}), entry(2, { at: noon + 86_400_000 })];
  const rows = rowsOf(withOwn(told(entries), { cid: 'c', body: 'y', at: noon + 9 }), 'customer');
  assert.equal(rows.filter((row) => row.kind === 'day').length, 3);
  assert.equal(new Set(rows.map((row) => row.key)).size, rows.length);
});

test('texts of one side in a row are one go', () => {
  const rows = rowsOf(told([entry(1, {}), entry(2, {}), entry(3, { from: 'agent' })]), 'agent');
  const texts = rows.flatMap((row) => row.kind === 'text' ? [[row.begins, row.ends]] : []);
  assert.deepEqual(texts, [[true, false], [false, true], [true, true]]);
});

test('own texts carry how far they came', () => {
  const entries = [1, 2, 3].map((seq) => entry(seq, { from: 'agent' }));
  const reached = { customer: { delivered: 2, read: 1 }, agent: { delivered: 3, read: 3 } };
  const line = withOwn(withMarks(told(entries), reached), { cid: 'c', body: 'y', at: noon + 9 });
  const marks = rowsOf(line, 'agent').flatMap((row) => row.kind === 'text' ? [row.mark] : []);
  assert.deepEqual(marks, ['read', 'delivered', 'sent', 'sending']);
});

test('a text keeps its row when it is acknowledged', () => {
  const sending = rowsOf(withOwn(emptyTranscript(), { cid: 'abc', body: 'y', at: noon }), 'agent');
  const stored = rowsOf(told([entry(1, { from: 'agent', cid: 'abc' })]), 'agent');
  assert.equal(sending.at(-1)?.key, stored.at(-1)?.key);
});

/** Ana answers and writes, is lost; Ben answers and writes. */
const handedOver = told([
  entry(1, { kind: 'answered', from: 'system', data: { agent: 'Ana' } }),
  entry(2, { from: 'agent', body: 'a promise' }),
  entry(3, { kind: 'waitsAgain', from: 'system' }),
  entry(4, { kind: 'answered', from: 'system', data: { agent: 'Ben' } }),
  entry(5, { from: 'agent', body: 'hello' }),
]);

/** @param {import('./rows.js').Row[]} rows */
function saidBy(rows) {
  return rows.flatMap((row) => row.kind === 'text' ? [row.mine ? 'I' : row.who] : []);
}

test('a text is said by the agent who had answered before it', () => {
  assert.deepEqual(saidBy(rowsOf(handedOver, 'customer')), ['Ana', 'Ben']);
});

test('a colleague’s text is not mine', () => {
  assert.deepEqual(saidBy(rowsOf(handedOver, 'agent', { reader: { name: 'Ben' } })), ['Ana', 'I']);
  assert.deepEqual(saidBy(rowsOf(handedOver, 'agent', { reader: { name: 'Ana' } })), ['I', 'Ben']);
  assert.deepEqual(saidBy(rowsOf(handedOver, 'agent', { reader: { name: 'Cem' } })), [
    'Ana',
    'Ben',
  ]);
  assert.deepEqual(saidBy(rowsOf(handedOver, 'agent')), ['Ana', 'I']);
});

test('a row is the same while nothing that is seen of it changes', () => {
  const [row] = rowsOf(emptyTranscript([{ cid: 'a', body: 'x', at: 1, state: 'kept' }]), 'agent')
    .filter(({ kind }) => kind === 'text');
  assert.ok(row && isSameRow(row, { ...row }));
  assert.ok(row?.kind === 'text' && !isSameRow(row, { ...row, mark: 'refused' }));
  assert.ok(row && !isSameRow(undefined, row));
});

test('two agents of one name are two', () => {
  const twins = told([
    entry(1, { kind: 'answered', from: 'system', data: { agent: 'Ana', agentId: '1' } }),
    entry(2, { from: 'agent' }),
    entry(3, { kind: 'waitsAgain', from: 'system' }),
    entry(4, { kind: 'answered', from: 'system', data: { agent: 'Ana', agentId: '2' } }),
    entry(5, { from: 'agent' }),
  ]);
  const reader = { id: '2', name: 'Ana' };
  assert.deepEqual(saidBy(rowsOf(twins, 'agent', { reader })), ['Ana', 'I']);
  const both = told([
    entry(1, { kind: 'answered', from: 'system', data: { agent: 'Ana', agentId: '1' } }),
    entry(2, { from: 'agent' }),
    entry(3, { kind: 'answered', from: 'system', data: { agent: 'Ana', agentId: '2' } }),
    entry(4, { from: 'agent' }),
  ]);
  const texts = rowsOf(both, 'customer').flatMap((row) => row.kind === 'text' ? [row.by] : []);
  assert.deepEqual(texts, ['1', '2']);
});

test('"New" stands above the first text that was not seen', () => {
  const texts = told([entry(1, {}), entry(2, { from: 'agent' }), entry(3, { from: 'agent' })]);
  assert.equal(firstNew(texts.entries, 'customer', 2), 3);
  assert.equal(firstNew(texts.entries, 'customer', 0), 2);
  assert.equal(firstNew(texts.entries, 'customer', 3), 0);
  const kinds = rowsOf(texts, 'customer', { newFrom: 3 }).map((row) => row.kind);
  assert.deepEqual(kinds, ['day', 'text', 'text', 'news', 'text']);
});

test('a chat that goes on stands below the earlier one, under one day', () => {
  const earlier = [entry(1, {}), entry(2, { kind: 'ended', from: 'system' })];
  const rows = rowsOf(told([entry(1, {})]), 'customer', { earlier });
  assert.deepEqual(rows.map((row) => row.kind), ['day', 'text', 'event', 'continued', 'text']);
  assert.equal(new Set(rows.map((row) => row.key)).size, rows.length);
  const marks = rows.flatMap((row) => row.kind === 'text' ? [row.mark] : []);
  assert.deepEqual(marks, [null, 'sent']);
});
