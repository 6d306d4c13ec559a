import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askable, changed, choicesIn, moved, withNew, without } from './own-fields.js';

/** @import { CustomField } from '../../shared/wire.d.ts' */

/**
 * @param {string} key
 * @param {CustomField['kind']} kind
 * @param {Partial<CustomField>} [more]
 * @returns {CustomField}
 */
function field(key, kind, more) {
  return { key, kind, label: key, mandatory: false, choices: [], showWhen: null, ...more };
}

const about = field('about', 'choice', { choices: ['x', 'y'] });
const where = field('where', 'text', { showWhen: { field: 'about', value: 'x' } });
const terms = field('terms', 'consent');
const fields = [about, where, terms];
/** @param {readonly CustomField[]} list */
const keys = (list) => list.map(({ key }) => key);

test('a new field stands last, with a key of its own', () => {
  const [, , , made] = withNew(fields, 0.5);
  assert.match(made?.key ?? '', /^[a-z0-9]{1,16}$/);
  const twice = withNew(withNew(fields, 0.999999), 0.999999);
  assert.equal(new Set(keys(twice)).size, 5);
});

test('a field moves by one, and not beyond the ends', () => {
  assert.deepEqual(keys(moved(fields, 'terms', -1).fields), ['about', 'terms', 'where']);
  assert.deepEqual(keys(moved(fields, 'about', -1).fields), keys(fields));
  assert.deepEqual(keys(moved(fields, 'terms', 1).fields), keys(fields));
  assert.deepEqual(keys(moved(fields, 'gone', 1).fields), keys(fields));
});

test('a condition goes with the field that it asks, and that is told', () => {
  const away = without(fields, 'about');
  assert.deepEqual(keys(away.freed), ['where']);
  assert.equal(away.fields[0]?.showWhen, null);
  assert.deepEqual(keys(moved(fields, 'where', -1).freed), ['where']);
  assert.deepEqual(keys(changed(fields, 'about', { kind: 'text' }).freed), ['where']);
  assert.deepEqual(keys(changed(fields, 'about', { kind: 'checkBox' }).freed), ['where']);
  assert.deepEqual(without(fields, 'terms').freed, []);
});

test('while choices are typed nothing is taken off', () => {
  const typing = changed(fields, 'about', { choices: ['xy', 'y'] });
  assert.deepEqual(typing.fields[1]?.showWhen, where.showWhen);
  assert.deepEqual(typing.freed, []);
});

test('what a kind does not have goes with another kind', () => {
  const [first] = changed(fields, 'about', { kind: 'lines' }).fields;
  assert.deepEqual(first?.choices, []);
  const strict = [field('a', 'text', { mandatory: true })];
  assert.equal(changed(strict, 'a', { kind: 'consent' }).fields[0]?.mandatory, false);
});

test('only what is above and can be asked may be asked', () => {
  assert.deepEqual(keys(askable(fields, 'about')), []);
  assert.deepEqual(keys(askable(fields, 'terms')), ['about']);
});

test('a choice is a line', () => {
  assert.deepEqual(choicesIn(' x \n\n y z\n'), ['x', 'y z']);
});
