import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isLookDue,
  isReadIn,
  mailtoOf,
  marksOf,
  quoted,
  unreadOf,
  withAllRead,
  withMark,
} from './letters.js';

/** Ids in the order of leaving. @param {number} number */
function letter(number) {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

const none = marksOf(undefined);

/** @param {number[]} numbers  the letters that are read, one by one */
function readOneByOne(numbers) {
  return numbers.reduce((marks, number) => withMark(marks, letter(number), true), none);
}

/** @param {number} count */
function upTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('a letter is read, and unread again', () => {
  const read = readOneByOne([2, 2]);
  assert.deepEqual(read, { upTo: '', odd: [letter(2)] });
  assert.ok(isReadIn(read, letter(2)));
  assert.ok(!isReadIn(read, letter(1)) && !isReadIn(read, letter(3)));
  assert.deepEqual(withMark(read, letter(2), false), none);
});

test('all are read at once, and one of them is put back', () => {
  const all = withAllRead(readOneByOne([2, 9]), letter(8));
  // What came after the newest that was shown keeps its mark.
  assert.deepEqual(all, { upTo: letter(8), odd: [letter(9)] });
  assert.ok(isReadIn(all, letter(1)) && isReadIn(all, letter(9)) && !isReadIn(all, letter(10)));
  const back = withMark(all, letter(3), false);
  assert.ok(!isReadIn(back, letter(3)) && isReadIn(back, letter(4)));
  assert.deepEqual(withMark(back, letter(3), true), all);
  // A list that another tab has overtaken takes nothing back.
  assert.deepEqual(withAllRead(back, letter(5)), all);
});

test('of too many marks the oldest goes, and its letter stays read', () => {
  const most = readOneByOne(upTo(500));
  assert.equal(most.upTo, '');
  const more = withMark(most, letter(501), true);
  assert.deepEqual([more.upTo, more.odd.length], [letter(1), 500]);
  assert.ok(upTo(501).every((number) => isReadIn(more, letter(number))));

  let back = { upTo: letter(900), odd: [] };
  for (const number of upTo(501)) back = withMark(back, letter(number), false);
  assert.deepEqual([back.upTo, back.odd.length], [letter(900), 500]);
  assert.ok(isReadIn(back, letter(1)) && !isReadIn(back, letter(2)));
});

test('unread letters are those that came later and those that were put back', () => {
  assert.equal(unreadOf(3, none), 3);
  const marks = withMark(withAllRead(none, letter(10)), letter(4), false);
  assert.equal(unreadOf(0, marks), 1);
  assert.equal(unreadOf(3, withMark(marks, letter(12), true)), 3);
  // The read one is of a room that the agent no longer serves.
  assert.equal(unreadOf(0, withMark(none, letter(12), true)), 0);
});

test('also with as many marks as there may be, a count that was cut tells more than 99', () => {
  assert.ok(unreadOf(600, readOneByOne(upTo(500))) > 99);
});

test('what the store holds is taken only as far as it is ours', () => {
  assert.deepEqual(marksOf({ upTo: letter(1), odd: [letter(2)] }), {
    upTo: letter(1),
    odd: [letter(2)],
  });
  for (const alien of [null, 'x', 5, [letter(1)], { upTo: '&x=1', odd: 'x' }]) {
    assert.deepEqual(marksOf(alien), none);
  }
});

test('a question is quoted line by line, a long one is cut between characters', () => {
  assert.equal(quoted('one\ntwo\r\n\r\nthree'), '> one\r\n> two\r\n> \r\n> three');
  const cut = quoted('👩'.repeat(2000));
  assert.ok(cut.endsWith('👩…'));
  assert.equal([...cut].length, 1203);
});

test('nothing in a letter breaks out of the address', () => {
  const address = mailtoOf('a@b.c?bcc=x@y.z', { subject: 'A & B', body: '> 1\r\n> &to=q' });
  assert.equal(
    address,
    'mailto:a%40b.c%3Fbcc%3Dx%40y.z?subject=A%20%26%20B&body=%3E%201%0D%0A%3E%20%26to%3Dq',
  );
});

test('they are counted on opening, then once a minute while the page is seen', () => {
  const now = 1_000_000;
  const still = { now, moved: false };
  assert.ok(isLookDue({ ...still, lookedAt: 0, visible: false }));
  assert.ok(!isLookDue({ ...still, lookedAt: now - 59_000, visible: true }));
  assert.ok(isLookDue({ ...still, lookedAt: now - 60_000, visible: true }));
  assert.ok(!isLookDue({ ...still, lookedAt: now - 60_000, visible: false }));
  assert.ok(isLookDue({ lookedAt: now, now, moved: true, visible: true }));
  assert.ok(!isLookDue({ lookedAt: now, now, moved: true, visible: false }));
});
