import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strengthOf } from './strength.js';

/** @param {string} password */
const level = (password, known = ['Ana Silva', 'ana.silva@acme.example', 'Acme Care']) =>
  strengthOf(password, known).level;

test('what is too short says how much is missing, by characters and not by code units', () => {
  assert.deepEqual(strengthOf(''), { level: 'empty', missing: 10 });
  assert.deepEqual(strengthOf('abc'), { level: 'short', missing: 7 });
  assert.deepEqual(strengthOf('😀😀😀😀😀'), { level: 'short', missing: 5 });
});

test('runs, repeats, common words and the own name are easy to guess', () => {
  for (
    const password of [
      '1234567890',
      'aaaaaaaaaaaaaaaa',
      'qwertyuiop',
      'abababababab',
      'password1234',
      'Ana.Silva@acme',
      'acmecareana1',
    ]
  ) assert.equal(level(password), 'weak', password);
});

test('ten mixed characters are fair, several words are strong', () => {
  assert.equal(level('k7!mQz2#pw'), 'fair');
  assert.equal(level('green ladder counts mice'), 'strong');
  assert.equal(level('我的貓喜歡在星期三下雨的時候唱歌'), 'strong');
});

test('the same words are stronger where nobody knows them', () => {
  assert.equal(level('silvaacme92', []), 'fair');
  assert.equal(level('silvaacme92'), 'weak');
});
