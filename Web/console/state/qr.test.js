import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qrOf } from './qr.js';

test('a longer link makes a larger code, with a frame of four squares on each side', () => {
  const short = qrOf('https://a.example/r/1');
  const long = qrOf(`https://a.example/r/${'x'.repeat(200)}`);
  assert.equal((short.size - 8 - 17) % 4, 0);
  assert.ok(long.size > short.size);
  // The finder square at the corner is seven wide; it begins where the frame ends.
  assert.ok(short.path.startsWith('M4 4h7v1h-7z'));
  for (const [, x, y] of short.path.matchAll(/M(\d+) (\d+)/g)) {
    assert.ok(Number(x) >= 4 && Number(y) >= 4);
    assert.ok(Number(x) < short.size - 4 && Number(y) < short.size - 4);
  }
});

test('the same link makes the same code, another link another', () => {
  assert.deepEqual(qrOf('https://a.example/r/1'), qrOf('https://a.example/r/1'));
  assert.notEqual(qrOf('https://a.example/r/1').path, qrOf('https://a.example/r/2').path);
});
