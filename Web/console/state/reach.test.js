import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnlyHere } from './reach.js';

test('a link to this computer is of no use to a phone', () => {
  for (
    const host of [
      'localhost',
      'localhost:8080',
      'a.localhost',
      '127.0.0.1:8080',
      '127.1.2.3',
      '[::1]:1',
    ]
  ) assert.ok(isOnlyHere(`http://${host}/r/x`), host);
});

test('a link to an address or a name of the network is', () => {
  for (
    const host of [
      'chat.example.com',
      '192.168.1.5:8080',
      'localhost.example.com',
      '127.example.com',
    ]
  ) assert.ok(!isOnlyHere(`http://${host}/r/x`), host);
});
