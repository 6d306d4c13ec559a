import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskCards } from './mask.js';

test('card numbers are covered, however they are grouped', () => {
  assert.equal(
    maskCards('my card 4111 1111 1111 1111 thanks'),
    'my card •••• •••• •••• •••• thanks',
  );
  assert.equal(maskCards('5500-0000-0000-0004 '), '••••-••••-••••-•••• ');
  assert.equal(maskCards('378282246310005 .'), '••••••••••••••• .');
});

test('other numbers stay readable once they are typed', () => {
  assert.equal(maskCards('order 4111111111111112, please'), 'order 4111111111111112, please');
  assert.equal(maskCards('call +49 30 1234567 today'), 'call +49 30 1234567 today');
  assert.equal(maskCards('0000000000000 x'), '0000000000000 x');
});

test('a number still being typed shows no more than six digits', () => {
  assert.equal(maskCards('4111 1111 11'), '4111 11•• ••');
  assert.equal(maskCards('123456'), '123456');
  assert.equal(maskCards('41111111 and more', 8), '411111•• and more');
  assert.equal(maskCards('41111111 and more'), '41111111 and more');
});

test('a card inside a longer run is covered with it', () => {
  assert.ok(!/\d/.test(maskCards('4111 1111 1111 1111 12 27 ')));
});
