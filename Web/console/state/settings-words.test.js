import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holding } from './filtering.js';
import { inputOfTime, timeOfInput } from './local-time.js';
import { rulesOf } from './settings-schema.js';
import { sayingOf } from './settings-words.js';

const [choice, colour, text] = [
  { type: 'string', enum: ['browser', 'ar'], default: 'browser' },
  { type: 'string', pattern: '^(#[0-9a-fA-F]{6})?$', default: '' },
  { type: 'string', maxLength: 20, default: '' },
].map((leaf) => rulesOf({ properties: { it: leaf } }).get('it'));

test('what is there and what is not', () => {
  assert.equal(sayingOf('a.b', true, undefined).key, 'settings.value.on');
  assert.equal(sayingOf('a.b', false, undefined).key, 'settings.value.off');
  assert.equal(sayingOf('a.b', '', text).key, 'settings.value.empty');
  assert.equal(sayingOf('a.b', null, text).key, 'settings.value.empty');
  assert.equal(sayingOf('a.b', '', colour).key, 'settings.value.noColour');
});

test('numbers have their unit, and 0 its meaning', () => {
  const seconds = sayingOf('distribution.desktopRingSeconds', 30, undefined);
  assert.deepEqual(seconds, { key: 'settings.value.seconds', count: 30 });
  assert.equal(sayingOf('distribution.agentsAtOnce', 0, undefined).key, 'settings.value.all');
  assert.equal(
    sayingOf('distribution.waitLimitSeconds', 0, undefined).key,
    'settings.value.noLimit',
  );
  assert.equal(sayingOf('phones.maxChats', 0, undefined).key, 'settings.value.number');
});

test('texts are quoted and cut, choices and colours are not', () => {
  const { key, values } = sayingOf('a.b', 'x'.repeat(200), text);
  assert.deepEqual([key, values?.value?.length], ['settings.value.text', 121]);
  assert.equal(sayingOf('a.b', '#123456', colour).key, 'settings.value.plain');
  assert.equal(
    sayingOf('contactForm.language', 'ar', choice).key,
    'choice.contactForm.language.ar',
  );
});

test('lists are said or counted', () => {
  assert.equal(sayingOf('a.b', ['x', 'y'], undefined).values?.value, 'x, y');
  assert.deepEqual(sayingOf('a.b', [{}, {}], undefined), {
    key: 'settings.value.things',
    count: 2,
  });
  assert.equal(sayingOf('a.b', { id: 'x' }, undefined).key, 'settings.value.picture');
  assert.equal(sayingOf('contactForm.logo', 'a1b2', text).key, 'settings.value.picture');
});

test('a local time comes back as it was, to the minute', () => {
  const at = new Date(2026, 0, 5, 7, 3).getTime();
  assert.equal(inputOfTime(at), '2026-01-05T07:03');
  assert.equal(timeOfInput('2026-01-05T07:03'), at);
  assert.equal(timeOfInput(''), null);
  assert.equal(timeOfInput('soon'), null);
});

test('all words that were typed have to occur, in any case and without accents', () => {
  assert.ok(holding('Zoë Repairs', 'rep zoe'));
  assert.ok(holding('Zoë Repairs', ''));
  assert.ok(!holding('Zoë Repairs', 'zoe sales'));
});
