import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bare } from './image-bytes.js';

const corpus = new URL('../../../Tests/Fuzz/Corpus/image/', import.meta.url);
const sample = (name) => new Uint8Array(readFileSync(new URL(name, corpus)));
const words = (text) => Uint8Array.from(text, (each) => each.charCodeAt(0));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const spliced = (bytes, at, more) => joined(bytes.slice(0, at), more, bytes.slice(at));

const plain = [
  'firefox-png',
  'chromium-png',
  'png-palette',
  'firefox-jpeg',
  'jpeg-progressive',
  'jpeg-grey-restarts',
  'firefox-webp-lossy',
  'firefox-webp-alpha',
  'firefox-webp-lossless',
];

test('a picture of pixels alone stays as it is', () => {
  for (const name of plain) assert.deepEqual(bare(sample(name)), sample(name), name);
});

test('the colour profile that Chromium adds to a WebP goes, its pixels stay', () => {
  const made = bare(sample('webp-vp8x-lossless'));
  assert.deepEqual(made, sample('chromium-webp-lossless'));
});

test('the notes that Safari adds to a PNG go', () => {
  const png = sample('firefox-png');
  const notes = joined([0, 0, 0, 6], words('eXIf'), words('MM\0*\0\0'), [1, 2, 3, 4]);
  assert.deepEqual(bare(spliced(png, 33, notes)), png);
});

test('the notes, profiles and comments of a JPEG go', () => {
  const jpeg = sample('firefox-jpeg');
  for (const marker of [0xe1, 0xe2, 0xed, 0xfe]) {
    assert.deepEqual(bare(spliced(jpeg, 20, [0xff, marker, 0, 5, 1, 2, 3])), jpeg);
  }
});

test('what is not understood stays as it is', () => {
  for (
    const bytes of [words(''), words('GIF89a'), words('<svg/>'), sample('firefox-png').slice(0, 50)]
  ) {
    assert.deepEqual(bare(bytes), bytes);
  }
  const cut = sample('firefox-webp-alpha').slice(0, 60);
  assert.deepEqual(bare(cut), cut);
  const jpeg = sample('firefox-jpeg').slice(0, 100);
  assert.deepEqual(bare(jpeg), jpeg);
});
