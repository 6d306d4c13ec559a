import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersToSend, shownCustom, valuesOf } from './custom-fields.js';

/** @import { CustomField } from '../wire.d.ts' */

/**
 * @param {string} key
 * @param {CustomField['kind']} kind
 * @param {Partial<CustomField>} [more]
 * @returns {CustomField}
 */
function field(key, kind, more) {
  return { key, kind, label: key, mandatory: false, choices: [], showWhen: null, ...more };
}

const fields = [
  field('about', 'choice', { choices: ['Delivery', 'Price'] }),
  field('where', 'lines', { showWhen: { field: 'about', value: 'Delivery' } }),
  field('urgent', 'checkBox'),
  field('calls', 'consent', { showWhen: { field: 'urgent', value: 'yes' } }),
  field('later', 'text', { showWhen: { field: 'calls', value: 'yes' } }),
  field('calm', 'text', { showWhen: { field: 'urgent', value: 'no' } }),
];
/** @param {Record<string, string | boolean>} answers */
const keys = (answers) => shownCustom(fields, answers).map(({ key }) => key);

test('a field is shown when the one it asks is shown and has the answer', () => {
  assert.deepEqual(keys({}), ['about', 'urgent', 'calm']);
  assert.deepEqual(keys({ about: 'Delivery ' }), ['about', 'where', 'urgent', 'calm']);
  assert.deepEqual(keys({ urgent: true }), ['about', 'urgent', 'calls']);
  // What is not shown has no answer.
  assert.deepEqual(keys({ calls: true }), ['about', 'urgent', 'calm']);
  assert.deepEqual(keys({ urgent: true, calls: true }), ['about', 'urgent', 'calls', 'later']);
  assert.deepEqual(keys({ urgent: 'yes' }), ['about', 'urgent', 'calm']);
});

test('only what is shown and answered is sent', () => {
  const answers = { about: 'Price', where: 'here', calls: true, calm: ' so ', gone: 'x' };
  assert.deepEqual(answersToSend(fields, answers), { about: 'Price', urgent: false, calm: 'so' });
});

test('a condition may ask for choices, and for yes or no', () => {
  assert.deepEqual(valuesOf(field('a', 'choice', { choices: ['x', 'y'] })), ['x', 'y']);
  assert.deepEqual(valuesOf(field('a', 'consent')), ['yes', 'no']);
  assert.deepEqual(valuesOf(field('a', 'text')), []);
});
