import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fieldsOf, fieldsOfGroup, groupOf, laidOut, layout } from './settings-layout.js';
import { faultOf, problemOf, rulesOf, unitOf } from './settings-schema.js';
import { themeColours } from './themes.js';

const file = new URL('../../../docs/room-settings.schema.json', import.meta.url);
const rules = rulesOf(JSON.parse(readFileSync(file, 'utf8')));

test('the schema gives every setting its kind and bounds', () => {
  assert.equal(rules.get('contactForm.chatButton')?.kind, 'flag');
  assert.equal(rules.get('contactForm.theme')?.kind, 'choice');
  assert.equal(rules.get('contactForm.colour')?.kind, 'colour');
  assert.equal(rules.get('phones.agentRole')?.kind, 'text');
  const ring = rules.get('distribution.desktopRingSeconds');
  assert.deepEqual([ring?.kind, ring?.min, ring?.max, ring?.standard], ['number', 1, 600, 30]);
});

test('what waits for something says for what', () => {
  const leaf = { type: 'boolean', default: true, 'x-waitsFor': 'CALL' };
  const made = rulesOf({ type: 'object', properties: { phones: { properties: { video: leaf } } } });
  assert.equal(made.get('phones.video')?.waitsFor, 'CALL');
});

test('a value that holds several is one setting', () => {
  const leaf = { type: 'object', default: null, properties: { id: { type: 'string' } } };
  const made = rulesOf({
    properties: { logo: leaf, tags: { type: 'array', items: { type: 'string' } } },
  });
  assert.deepEqual([...made.keys()], ['logo', 'tags']);
  assert.deepEqual([made.get('logo')?.kind, made.get('tags')?.kind], ['other', 'list']);
});

test('what cannot be right is known before it is sent', () => {
  /** @type {(field: string, value: unknown) => string | undefined} */
  const wrong = (field, value) => {
    const rule = rules.get(field);
    return rule && problemOf(rule, value)?.key;
  };
  for (const value of [0, 601, 1.5, NaN]) {
    assert.equal(wrong('distribution.desktopRingSeconds', value), 'settings.range', String(value));
  }
  assert.equal(wrong('distribution.desktopRingSeconds', 600), undefined);
  assert.equal(wrong('phones.agentRole', ' '), 'error.fieldMissing');
  assert.equal(wrong('contactForm.header', 'x'.repeat(121)), 'settings.tooLong');
  assert.equal(wrong('contactForm.header', ''), undefined);
  assert.equal(wrong('contactForm.colour', '#12'), 'settings.colourForm');
  assert.equal(wrong('contactForm.colour', ''), undefined);
});

test('a fault of the server names the bounds that the schema knows', () => {
  const ring = rules.get('distribution.desktopRingSeconds');
  assert.deepEqual(faultOf({ code: 'fieldOutOfRange' }, ring)?.values, { min: 1, max: 600 });
  assert.equal(faultOf({ code: 'fieldInvalid' }, ring), null);
});

test('numbers that count something say what', () => {
  assert.equal(unitOf('distribution.desktopRingSeconds'), 'seconds');
  assert.equal(unitOf('distribution.priorityMinutes'), 'minutes');
  assert.equal(unitOf('website.hideBelowWidth'), 'pixels');
  assert.equal(unitOf('phones.maxChats'), '');
});

test('every setting of the schema has its place on the screens', () => {
  const groups = laidOut(rules.keys());
  const placed = groups.flatMap(fieldsOfGroup);
  assert.deepEqual([...placed].sort(), [...rules.keys()].sort());
  assert.deepEqual(groups.map(({ name }) => name), layout.map(({ name }) => name));
  for (const group of groups) {
    for (const field of fieldsOfGroup(group)) assert.equal(groupOf(field), group.name);
  }
});

test('what the layout does not know stands at the end of its group', () => {
  const groups = laidOut(['statistics.details', 'statistics.quite.new']);
  const [statistics] = groups.filter(({ name }) => name === 'statistics');
  assert.ok(statistics);
  assert.deepEqual(fieldsOfGroup(statistics), ['statistics.details', 'statistics.quite.new']);
});

test('of a pair of which the server knows one, that one is asked', () => {
  const [, form] = laidOut(['contactForm.name.hidden']);
  assert.deepEqual(form?.sections.flatMap(({ questions }) => questions.flatMap(fieldsOf)), [
    'contactForm.name.hidden',
  ]);
});

test('every theme has the colour that the server gives it', () => {
  assert.deepEqual(Object.keys(themeColours), rules.get('contactForm.theme')?.values);
  const file = new URL('../../../Sources/FoyerCore/Room/RoomTheme.swift', import.meta.url);
  const line = /case \.(\w+): (?:\.black|Colour\(red: 0x(..), green: 0x(..), blue: 0x(..)\))/g;
  const colours = [...readFileSync(file, 'utf8').matchAll(line)]
    .map(([, name, ...parts]) => [name, `#${parts.map((part) => part ?? '00').join('')}`]);
  assert.deepEqual(themeColours, Object.fromEntries(colours));
});
