import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, plain, scoreOf } from './palette.js';

const items = [
  { id: 'a', group: 'chats', label: 'Mei Wong' },
  { id: 'b', group: 'chats', label: 'José Meier', note: 'GENERAL' },
  { id: 'c', group: 'pages', label: 'Letters' },
  { id: 'd', group: 'status', label: 'Take a break' },
];

/** @param {string} query */
function ids(query) {
  return found(items, query).flatMap((group) => group.items.map(({ id }) => id));
}

test('without a query everything stands in its order and group', () => {
  assert.deepEqual(ids(' '), ['a', 'b', 'c', 'd']);
  assert.deepEqual(found(items, '').map(({ group }) => group), ['chats', 'pages', 'status']);
});

test('a few letters find a name, the beginning of a word first', () => {
  assert.deepEqual(ids('mei'), ['a', 'b']);
  assert.deepEqual(ids('wng'), ['a']);
  assert.deepEqual(ids('jose'), ['b']);
  assert.deepEqual(ids('general'), ['b']);
  assert.deepEqual(ids('ltr'), ['c']);
  assert.deepEqual(ids('zzz'), []);
});

test('the group with the best comes first', () => {
  assert.equal(found(items, 'le')[0]?.group, 'pages');
});

test('letters together are better than letters apart', () => {
  assert.ok(scoreOf('abc', 'ab') > scoreOf('a b', 'ab'));
  assert.ok(scoreOf('x break', 'br') > scoreOf('xbreak', 'br'));
  assert.equal(scoreOf('abc', 'ca'), 0);
});

test('marks and widths make no difference', () => {
  assert.equal(plain('  ＪＯＳÉ  A '), 'jose a');
});
