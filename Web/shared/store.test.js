import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from './store.js';

test('without storage everything is remembered until the page is closed', () => {
  const store = new Store(() => {
    throw new Error('SecurityError');
  });
  store.set('token.a', 'secret');
  assert.equal(store.get('token.a'), 'secret');
  store.removeAll('token.');
  assert.equal(store.get('token.a'), undefined);
});
