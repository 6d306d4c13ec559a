import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** @param {string} side */
function sheetsOf(side) {
  const page = readFileSync(new URL(`../${side}/index.html`, import.meta.url), 'utf8');
  return [...page.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map((match) => match[1]);
}

test('the preview looks as the customer’s page does: the same style sheets in the same order', () => {
  assert.ok(sheetsOf('customer').length > 10);
  assert.deepEqual(sheetsOf('preview'), sheetsOf('customer'));
});
