import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goneTo, listIsSeen, panesOf, usedNow } from './panes.js';

test('the last used chats stand side by side, in the order of the list', () => {
  assert.deepEqual(panesOf(['a', 'b', 'c'], ['c', 'a'], 2), ['a', 'c']);
  assert.deepEqual(panesOf(['a', 'b', 'c'], [], 2), ['a', 'b']);
  assert.deepEqual(panesOf(['a', 'b'], ['b'], 0), ['b'], 'one always stands');
  assert.deepEqual(panesOf([], ['gone'], 3), []);
});

test('using a chat again keeps the others in their order', () => {
  assert.deepEqual(usedNow(['a', 'b', 'c'], 'c'), ['c', 'a', 'b']);
});

test('the list is seen where it has room', () => {
  assert.ok(listIsSeen('facts', 'wide'));
  assert.ok(listIsSeen('chat', 'middling'));
  assert.ok(!listIsSeen('facts', 'middling'));
  assert.ok(listIsSeen('list', 'narrow'));
  assert.ok(!listIsSeen('chat', 'narrow'));
});

test('beside the chat that is gone to stand live ones before ended ones', () => {
  assert.deepEqual(goneTo(['a', 'b'], 'c', ['b', 'c', 'd']), ['c', 'b', 'd', 'a']);
  assert.deepEqual(
    goneTo(['b'], 'a', ['b']),
    ['a', 'b'],
    'an ended one that is wanted comes first',
  );
});
