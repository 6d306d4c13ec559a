import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings, capsOf, commandOf, groups, isHeld } from './keys.js';

/**
 * @param {string} key
 * @param {Partial<import('./keys.js').Press>} [more]
 */
function press(key, more = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, code: '', ...none, isComposing: false, ...more };
}

const writing = { writing: true };
const reading = { writing: false };

test('a ring is answered and sent away from anywhere', () => {
  assert.equal(commandOf(press('Enter', { ctrlKey: true }), writing)?.command, 'answer');
  assert.equal(commandOf(press('Enter', { metaKey: true }), reading)?.command, 'answer');
  const away = press('Enter', { ctrlKey: true, shiftKey: true });
  assert.equal(commandOf(away, writing)?.command, 'reject');
  assert.equal(commandOf(press('Enter'), writing), null);
});

test('while characters are composed no key is a command', () => {
  const composing = { ctrlKey: true, isComposing: true };
  assert.equal(commandOf(press('Enter', composing), writing), null);
  assert.equal(commandOf(press('Process', { ctrlKey: true, keyCode: 229 }), writing), null);
});

test('a key that is held down does not answer, send away or hang up again and again', () => {
  const held = press('Enter', { ctrlKey: true, repeat: true });
  assert.equal(commandOf(held, writing)?.command, 'answer', 'and is nobody else’s key');
  for (const once of /** @type {const} */ (['answer', 'reject', 'hangUp', 'status'])) {
    assert.ok(isHeld(once, held), once);
    assert.ok(!isHeld(once, press('Enter')), once);
  }
  assert.ok(!isHeld('chatNext', held));
});

test('what writes a sign is a sign in an input', () => {
  const question = press('?', { shiftKey: true });
  assert.equal(commandOf(question, writing), null);
  assert.equal(commandOf(question, reading)?.command, 'keys');
  assert.equal(commandOf(press('?'), reading)?.command, 'keys', 'without Shift on some keyboards');
  assert.equal(commandOf(press('?', { ctrlKey: true }), reading), null);
});

test('chats are reached by the place of the digit', () => {
  assert.deepEqual(commandOf(press('¡', { altKey: true, code: 'Digit1' }), writing), {
    command: 'chat',
    number: 1,
  });
  assert.equal(commandOf(press('9', { altKey: true, code: 'Numpad9' }), writing)?.number, 9);
  assert.equal(commandOf(press('0', { altKey: true, code: 'Digit0' }), writing), null);
  // Ctrl and Alt together write signs on many keyboards.
  const altGraph = { altKey: true, ctrlKey: true, code: 'Digit2' };
  assert.equal(commandOf(press('@', altGraph), writing), null);
});

test('no two commands share a press, and each stands in a group of the map', () => {
  const seen = new Set();
  for (const { caps, group, says } of bindings) {
    const pressed = caps.join('+');
    assert.ok(!seen.has(pressed), `${pressed} twice`);
    seen.add(pressed);
    assert.ok(groups.includes(group), group);
    assert.ok(says.startsWith('keys.'));
  }
  assert.deepEqual(capsOf('palette'), ['Ctrl', 'K']);
});
