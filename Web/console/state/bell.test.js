import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bellOf, bellSeconds } from './bell.js';

test('the tone is soft, begins and ends in silence, and is there', () => {
  const samples = bellOf(8000);
  assert.equal(samples.length, Math.round(bellSeconds * 8000));
  const loudest = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  assert.ok(loudest > 0.05 && loudest < 0.5, `${loudest}`);
  assert.equal(samples[0], 0);
  assert.ok(Math.abs(samples.at(-1) ?? 1) < 0.001);
});
