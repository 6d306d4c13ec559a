import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filledOf, stateOf } from './limits.js';

test('a limit is fine, near at four fifths, full, or passed', () => {
  const states = [0, 7, 8, 9, 10, 11].map((used) => stateOf({ max: 10, used }));
  assert.deepEqual(states, ['fine', 'fine', 'near', 'near', 'full', 'over']);
  assert.equal(stateOf({ max: 1, used: 1 }), 'full');
  assert.equal(stateOf({ max: 0, used: 0 }), 'full');
  assert.equal(stateOf({ max: null, used: 5000 }), 'none');
});

test('the bar is never fuller than full', () => {
  const filled = [0, 1, 5, 10, 30].map((used) => filledOf({ max: 10, used }));
  assert.deepEqual(filled, [0, 10, 50, 100, 100]);
  assert.equal(filledOf({ max: 0, used: 0 }), 0);
  assert.equal(filledOf({ max: 0, used: 3 }), 100);
  assert.equal(filledOf({ max: null, used: 3 }), 0);
});
