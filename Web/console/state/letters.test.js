import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLookDue, mailtoOf, quoted, unreadOf, withRead } from './letters.js';

const letter = {
  id: 'a',
  room: 'GENERAL',
  name: '',
  email: '',
  phone: '',
  question: '',
  language: '',
  page: '',
  leftAt: 0,
};

test('a letter is read, and unread again', () => {
  assert.deepEqual(withRead(['b'], 'a', true), ['a', 'b']);
  assert.deepEqual(withRead(['a', 'b'], 'a', true), ['a', 'b']);
  assert.deepEqual(withRead(['a', 'b'], 'a', false), ['b']);
  const many = Array.from({ length: 600 }, (_, index) => `${index}`);
  assert.equal(withRead(many, 'a', true).length, 500);
});

test('unread letters are counted', () => {
  assert.equal(unreadOf([letter, { ...letter, id: 'b' }], ['b', 'gone']), 1);
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

test('the list is looked at on opening, then once a minute while the page is seen', () => {
  const now = 1_000_000;
  assert.ok(isLookDue({ lookedAt: 0, now, visible: false }));
  assert.ok(!isLookDue({ lookedAt: now - 59_000, now, visible: true }));
  assert.ok(isLookDue({ lookedAt: now - 60_000, now, visible: true }));
  assert.ok(!isLookDue({ lookedAt: now - 60_000, now, visible: false }));
});
