import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLocale, directionOf, fill, pluralOf, regionOf } from './words.js';

test('the reader gets the nearest language there is', () => {
  assert.equal(chooseLocale(['de-AT', 'en'], ['en', 'de']), 'de');
  assert.equal(chooseLocale(['zh-Hant-TW'], ['en', 'zh-Hant', 'zh']), 'zh-Hant');
  for (const tag of ['zh-TW', 'zh-HK', 'zh-Hant-MO']) {
    assert.equal(chooseLocale([tag, 'en'], ['en', 'zh-Hant', 'ar']), 'zh-Hant', tag);
  }
  assert.equal(chooseLocale(['zh-CN', 'ar-MA'], ['en', 'zh-Hant', 'ar']), 'ar');
  assert.equal(chooseLocale(['xx', 'not a tag'], ['en', 'de']), 'en');
  assert.equal(regionOf('en', ['de-AT', 'en-GB']), 'en-GB');
  assert.equal(directionOf('ar-EG'), 'rtl');
  assert.equal(directionOf('en'), 'ltr');
});

test('values are filled in as text, unknown names stay visible', () => {
  assert.equal(fill('{name} is {what}', { name: '<b>{what}</b>' }), '<b>{what}</b> is {what}');
});

test('a plural without the category falls back to other', () => {
  assert.equal(pluralOf({ one: 'a', other: 'b' }, 'few'), 'b');
  assert.equal(pluralOf('same', 'one'), 'same');
  assert.equal(pluralOf(undefined, 'one'), '');
});

test('what is filled in leaves its neighbours alone', () => {
  assert.equal(fill('{name} left', { name: 'Ana' }), 'Ana left');
  assert.equal(fill('{name} left', { name: 'دانا' }), '\u2068دانا\u2069 left');
  assert.equal(fill('غادر {name}', { name: 'Ana' }, 'rtl'), 'غادر \u2068Ana\u2069');
  assert.equal(fill('غادر {name}', { name: 'دانا' }, 'rtl'), 'غادر دانا');
  assert.equal(fill('{name} left', { name: '\u202eevil\u2069' }), 'evil left');
  assert.equal(fill('{a}!', { a: fill('{b}', { b: 'دانا' }) }), '\u2068\u2068دانا\u2069\u2069!');
});
