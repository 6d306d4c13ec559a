import assert from 'node:assert/strict';
import { test } from 'node:test';
import { piecesOf } from './links.js';

/** @param {string} text */
function links(text) {
  return piecesOf(text).flatMap(({ text: shown, href }) => href ? [[shown, href]] : []);
}

/** @param {string} text */
function shown(text) {
  return links(text).map(([link]) => link);
}

test('web and mail addresses become links, the rest stays text', () => {
  assert.deepEqual(piecesOf('See https://example.com/a?b=c#d now'), [
    { text: 'See ' },
    { text: 'https://example.com/a?b=c#d', href: 'https://example.com/a?b=c#d' },
    { text: ' now' },
  ]);
  assert.deepEqual(links('HTTP://EXAMPLE.COM'), [['HTTP://EXAMPLE.COM', 'http://example.com/']]);
  assert.deepEqual(links('mailto:mei@example.com'), [
    ['mailto:mei@example.com', 'mailto:mei@example.com'],
  ]);
  assert.deepEqual(links('mei@example.com'), [['mei@example.com', 'mailto:mei@example.com']]);
  assert.deepEqual(links('www.example.com'), [['www.example.com', 'https://www.example.com/']]);
  assert.deepEqual(piecesOf('no link at all'), [{ text: 'no link at all' }]);
  assert.deepEqual(piecesOf(''), []);
});

test('what belongs to the sentence does not belong to the link', () => {
  for (
    const end of ['.', ',', '!', '?!', '…', ')', ').', '"', '”', '>', '،', '؟', '。', '」', "'"]
  ) {
    assert.deepEqual(shown(`(at https://example.com/a${end}`), ['https://example.com/a'], end);
  }
  assert.deepEqual(shown('(https://example.com)'), ['https://example.com']);
  assert.deepEqual(shown('https://en.wikipedia.org/wiki/Foyer_(room)'), [
    'https://en.wikipedia.org/wiki/Foyer_(room)',
  ]);
  assert.deepEqual(shown('[x](https://example.com/a[1])'), ['https://example.com/a[1]']);
});

test('nothing but http, https and mailto runs', () => {
  const hostile = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https:',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'mailto:',
    'http://',
    'https://user:word@example.com/',
    'https://bank.example@evil.example/',
    'xhttps://example.com',
    '//example.com',
  ];
  for (const text of hostile) assert.deepEqual(links(text), [], text);
  assert.deepEqual(links('javascript://https://example.com/%0aalert(1)'), []);
});

test('signs that turn a text around end a link', () => {
  assert.deepEqual(shown('https://example.com/\u202Egpj.exe'), ['https://example.com/']);
  assert.deepEqual(shown('https://example.com/a\u200Bb'), ['https://example.com/a']);
});

test('Chinese needs no space beside an address', () => {
  assert.deepEqual(shown('請看https://example.com/a，謝謝'), ['https://example.com/a']);
  assert.deepEqual(shown('請看https://example.com謝謝'), ['https://example.com']);
  assert.deepEqual(shown('https://例子.測試/路'), ['https://例子.測試/路']);
});

test('the pieces are the text again', () => {
  const text =
    'a https://example.com. b mei@example.com, (www.example.com) https://x y@ @z.example';
  assert.equal(piecesOf(text).map((piece) => piece.text).join(''), text);
});

test('long and hostile texts take no time', () => {
  const begun = performance.now();
  piecesOf(`https://a${')'.repeat(16_000)}`);
  for (const part of ['http://', 'a@', 'a.', 'https://a)', '((((', 'www.']) {
    piecesOf(part.repeat(16_384 / part.length));
  }
  assert.ok(performance.now() - begun < 1000, `${performance.now() - begun} ms`);
});

test('an address that ends on two thousand brackets costs no more than a blink', () => {
  const text = `http://a${')'.repeat(1980)} `.repeat(8);
  const begin = performance.now();
  assert.equal(piecesOf(text).map((piece) => piece.text).join(''), text);
  assert.ok(performance.now() - begin < 100);
});
