import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowAtEnd, windowGrown, windowSlid } from './window.js';

test('a long list begins at its end, a short one whole', () => {
  assert.deepEqual(windowAtEnd(1000), { from: 940, to: 1000 });
  assert.deepEqual(windowAtEnd(7), { from: 0, to: 7 });
});

test('who is at the end sees what comes, and never draws more than the most', () => {
  let window = windowAtEnd(60);
  for (let count = 61; count <= 1000; count++) {
    window = windowGrown(window, { before: count - 1, count, follows: true });
    assert.equal(window.to, count);
    assert.ok(window.to - window.from <= 120);
  }
});

test('who reads above is left alone', () => {
  const reading = { from: 100, to: 200 };
  assert.deepEqual(windowGrown(reading, { before: 500, count: 501, follows: false }), reading);
  const nearEnd = { from: 440, to: 500 };
  const grown = windowGrown(nearEnd, { before: 500, count: 501, follows: false });
  assert.deepEqual(grown, { from: 440, to: 501 });
  const full = { from: 380, to: 500 };
  assert.deepEqual(windowGrown(full, { before: 500, count: 501, follows: false }), full);
});

test('a list that was thrown away begins anew', () => {
  assert.deepEqual(windowGrown({ from: 440, to: 500 }, { before: 500, count: 3, follows: false }), {
    from: 0,
    to: 3,
  });
});

test('scrolling draws what is near and lets go of what is far', () => {
  const far = { count: 1000, above: 5000, below: 5000, keeps: false };
  let window = windowAtEnd(1000);
  assert.equal(windowSlid(window, far), window);
  for (let turn = 0; turn < 200; turn++) window = windowSlid(window, { ...far, above: 0 });
  assert.deepEqual(window, { from: 0, to: 120 });
  for (let turn = 0; turn < 200; turn++) window = windowSlid(window, { ...far, below: 0 });
  assert.deepEqual(window, { from: 880, to: 1000 });
});

test('nothing goes while there is a selection', () => {
  const scrolled = { count: 1000, above: 0, below: 5000, keeps: true };
  let window = windowAtEnd(1000);
  for (let turn = 0; turn < 200; turn++) window = windowSlid(window, scrolled);
  assert.deepEqual(window, { from: 0, to: 1000 });
});
