import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stagedQuery } from './stage.js';

const yes = '(min-width: 0px)';
const no = '(max-width: 0px)';
const dark = '(prefers-color-scheme: dark)';

test('without a wish every query stays', () => {
  const query = `${dark} and (max-width: 30rem)`;
  assert.equal(stagedQuery(query, { scheme: '', width: 0 }), query);
});

test('a scheme answers for the browser', () => {
  assert.equal(stagedQuery(dark, { scheme: 'dark', width: 0 }), yes);
  assert.equal(stagedQuery(dark, { scheme: 'light', width: 0 }), no);
});

test('a width answers what asks for one, and nothing else', () => {
  const stage = /** @type {const} */ ({ scheme: '', width: 360 });
  assert.equal(stagedQuery('(max-width: 30rem)', stage), yes);
  assert.equal(stagedQuery('(min-width: 560px)', stage), no);
  assert.equal(
    stagedQuery('(min-width: 22.5rem) and (max-width: 45rem)', stage),
    `${yes} and ${yes}`,
  );
  assert.equal(stagedQuery('(pointer: coarse)', stage), '(pointer: coarse)');
});
