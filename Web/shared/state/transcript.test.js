import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as transcripts from './transcript.js';

/** @import { Entry } from '../wire.d.ts' */

const {
  asking,
  cutOff,
  emptyTranscript,
  flying,
  have,
  needsResume,
  nextToSend,
  unread,
  withAck,
  withAnswer,
  withEntry,
  withOwn,
  withRefusal,
} = transcripts;

/**
 * @param {number} seq
 * @param {Partial<Entry>} [more]
 * @returns {Entry}
 */
function entry(seq, more = {}) {
  const from = /** @type {const} */ ('agent');
  return { seq, id: `e${seq}`, kind: 'text', from, at: seq, body: `text ${seq}`, ...more };
}

/** @param {number} last */
function talked(last) {
  const entries = Array.from({ length: last }, (_, index) => entry(index + 1));
  return withAnswer(emptyTranscript(), { entries, last, resync: true });
}

/** @param {transcripts.Transcript} transcript */
function numbers(transcript) {
  return transcript.entries.map((each) => each.seq);
}

const mine = { cid: 'c1', body: 'mine', at: 5 };

test('an entry already seen changes nothing', () => {
  const before = talked(3);
  assert.equal(withEntry(before, entry(2)), before);
});

test('an entry beyond a gap is asked for, not kept', () => {
  const after = withEntry(talked(2), entry(4));
  assert.deepEqual(numbers(after), [1, 2]);
  assert.equal(needsResume(after), true);
  assert.equal(needsResume(asking(after)), false);
  const whole = withAnswer(asking(after), {
    entries: [entry(3), entry(4)],
    last: 4,
    resync: false,
  });
  assert.deepEqual(numbers(whole), [1, 2, 3, 4]);
  assert.equal(needsResume(whole), false);
});

test('an answer that holds only a part asks for the rest', () => {
  const part = withAnswer(emptyTranscript(), { entries: [entry(1)], last: 3, resync: false });
  assert.equal(needsResume(part), true);
  assert.deepEqual(have(part), { seq: 1, id: 'e1' });
});

test('resync throws away what was there', () => {
  const again = withAnswer(talked(3), { entries: [entry(1, { id: 'x' })], last: 1, resync: true });
  assert.deepEqual(have(again), { seq: 1, id: 'x' });
});

test('an acknowledged message takes its number, with or without its own frame', () => {
  const sent = flying(withOwn(talked(1), mine), 'c1');
  const acked = withAck(sent, { cid: 'c1', seq: 2, id: 'e2', at: 9 }, 'customer');
  assert.equal(acked.own.length, 0);
  assert.equal(acked.entries[1]?.body, 'mine');
  const doubled = withEntry(acked, entry(2, { from: 'customer', body: 'mine', cid: 'c1' }));
  assert.deepEqual(numbers(doubled), [1, 2]);
  const otherWay = withEntry(sent, entry(2, { from: 'customer', body: 'mine', cid: 'c1' }));
  assert.equal(otherWay.own.length, 0);
});

test('an acknowledgement beyond a gap keeps the message in sight until it arrives', () => {
  const sent = flying(withOwn(talked(1), mine), 'c1');
  const acked = withAck(sent, { cid: 'c1', seq: 3, id: 'e3', at: 9 }, 'customer');
  assert.equal(acked.own.length, 1);
  assert.equal(nextToSend(acked), undefined);
  assert.equal(needsResume(acked), true);
  const entries = [entry(2), entry(3, { cid: 'c1', from: 'customer' })];
  const whole = withAnswer(acked, { entries, last: 3, resync: false });
  assert.equal(whole.own.length, 0);
});

test('messages leave one after the other, and again after a cut', () => {
  let line = withOwn(withOwn(talked(1), mine), { cid: 'c2', body: 'two', at: 6 });
  assert.equal(nextToSend(line)?.cid, 'c1');
  line = flying(line, 'c1');
  assert.equal(nextToSend(line), undefined);
  line = cutOff(line);
  assert.equal(nextToSend(line), undefined, 'nothing before the server has answered');
  line = withAnswer(line, { entries: [], last: 1, resync: false });
  assert.equal(nextToSend(line)?.cid, 'c1');
});

test('a message stored just before the cut is not shown twice', () => {
  const cut = cutOff(flying(withOwn(talked(1), mine), 'c1'));
  const entries = [entry(2, { from: 'customer', cid: 'c1' })];
  const back = withAnswer(cut, { entries, last: 2, resync: false });
  assert.equal(back.own.length, 0);
  assert.deepEqual(numbers(back), [1, 2]);
});

test('a refusal for now is tried again, one for good lets the next pass', () => {
  const two = withOwn(withOwn(talked(1), mine), { cid: 'c2', body: 'two', at: 6 });
  const sent = flying(two, 'c1');
  const later = withRefusal(sent, { cid: 'c1', code: 'overloaded', again: true });
  assert.equal(nextToSend(later)?.cid, 'c1');
  const never = withRefusal(sent, { cid: 'c1', code: 'bodyTooLong', again: false });
  assert.equal(nextToSend(never)?.cid, 'c2');
  assert.equal(never.own[0]?.code, 'bodyTooLong');
});

test('what the other side wrote and nobody saw is unread', () => {
  const line = withEntry(talked(3), entry(4, { from: 'customer' }));
  assert.equal(unread(line, 'agent', 0), 1);
  assert.equal(unread(line, 'agent', 4), 0);
  assert.equal(unread(line, 'customer', 1), 2);
});
