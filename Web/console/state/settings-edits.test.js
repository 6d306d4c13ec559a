import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as edits from './settings-edits.js';

const settings = { a: { text: 'old', flag: false, pair: { one: 1 } } };
const fault = { code: 'fieldOutOfRange', message: '', field: 'a.text' };

test('an edit waits, is sent, and is over once it was taken', () => {
  const waiting = edits.edited(edits.noEdits, { 'a.text': 'new' });
  assert.ok(edits.isWaiting(waiting));
  const sent = edits.sending(waiting);
  assert.ok(edits.isSending(sent) && !edits.isWaiting(sent));
  assert.deepEqual(edits.taken(sent), edits.noEdits);
});

test('while a request is on its way newer edits wait', () => {
  const sent = edits.sending(edits.edited(edits.noEdits, { 'a.text': 'one' }));
  const newer = edits.edited(sent, { 'a.text': 'two' });
  assert.equal(edits.sending(newer), newer);
  assert.equal(edits.shownOf(newer, settings, 'a.text'), 'two');
  assert.deepEqual(edits.sending(edits.taken(newer)).sent, { 'a.text': 'two' });
});

test('what did not arrive waits again, below what was typed since', () => {
  const sent = edits.sending(edits.edited(edits.noEdits, { 'a.text': 'one', 'a.flag': true }));
  const back = edits.returned(edits.edited(sent, { 'a.text': 'two' }));
  assert.deepEqual(back.waiting, { 'a.text': 'two', 'a.flag': true });
  assert.deepEqual(back.sent, {});
});

test('a refused value stays as it was typed, and the others go again', () => {
  const sent = edits.sending(edits.edited(edits.noEdits, { 'a.text': 'bad', 'a.flag': true }));
  const refused = edits.refused(sent, fault);
  assert.deepEqual(refused.waiting, { 'a.flag': true });
  assert.equal(edits.shownOf(refused, settings, 'a.text'), 'bad');
  assert.equal(refused.refused['a.text']?.fault, fault);
  const mended = edits.edited(refused, { 'a.text': 'good' });
  assert.deepEqual(mended.refused, {});
  assert.deepEqual(mended.waiting, { 'a.flag': true, 'a.text': 'good' });
});

test('a refused value that was typed over since is not shown again', () => {
  const sent = edits.sending(edits.edited(edits.noEdits, { 'a.text': 'bad' }));
  const refused = edits.refused(edits.edited(sent, { 'a.text': 'good' }), fault);
  assert.deepEqual(refused.waiting, { 'a.text': 'good' });
  assert.deepEqual(refused.refused, {});
});

test('a fault within a value belongs to it, and one that names nothing to all', () => {
  const sent = edits.sending(edits.edited(edits.noEdits, { 'a.fields': [1], 'a.flag': true }));
  const within = edits.refused(sent, { ...fault, field: 'a.fields.0.label' });
  assert.deepEqual(Object.keys(within.refused), ['a.fields']);
  const all = edits.refused(sent, { code: 'internal', message: '' });
  assert.deepEqual(Object.keys(all.refused), ['a.fields', 'a.flag']);
  assert.deepEqual(all.waiting, {});
});

test('names with dots become a body, and are read from one', () => {
  const body = edits.nested({ 'a.text': 'x', 'a.pair.one': 2, 'b': 3 });
  assert.deepEqual(body, { a: { text: 'x', pair: { one: 2 } }, b: 3 });
  assert.equal(edits.valueAt(body, 'a.pair.one'), 2);
  assert.equal(edits.valueAt(body, 'c.no.where'), undefined);
});

test('what somebody else changed is named', () => {
  const after = { a: { text: 'old', flag: true, pair: { one: 2 } } };
  const fields = ['a.text', 'a.flag', 'a.pair.one'];
  assert.deepEqual(edits.differing(settings, after, fields), ['a.flag', 'a.pair.one']);
});

test('the order of members makes no difference, that of a list does', () => {
  assert.ok(edits.isSame({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }));
  assert.ok(!edits.isSame([1, 2], [2, 1]));
  assert.ok(edits.isSame(null, undefined));
});

test('what stands on the screen and not in the draft is kept, the newest of each', () => {
  let all = edits.sending(edits.edited(edits.noEdits, { 'a.text': '', 'a.flag': true }));
  assert.deepEqual(edits.unsaved(all), { 'a.text': '', 'a.flag': true });
  all = edits.refused(all, fault);
  all = edits.edited(all, { 'a.flag': false });
  assert.deepEqual(edits.unsaved(all), { 'a.text': '', 'a.flag': false });
  assert.deepEqual(edits.unsaved(edits.noEdits), {});
});
