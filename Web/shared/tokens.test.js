import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const sheet = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const light = tokensIn(blockAfter(':root'));
const dark = { ...light, ...tokensIn(blockAfter('(prefers-color-scheme: dark)')) };
const schemes = { light, dark };

const surfaces = ['surface', 'surface-raised', 'surface-sunken'];
const washes = ['accent-wash', 'good-wash', 'wait-wash', 'bad-wash'];

/** What stands on what, and the least contrast. @type {[string[], string[], number][]} */
const pairs = [
  [['text'], surfaces, 12],
  [['text'], [...washes, 'bubble-theirs'], 7],
  [['text-quiet'], [...surfaces, 'bubble-theirs'], 4.6],
  [['accent', 'good', 'wait', 'bad'], surfaces, 4.5],
  [['on-accent'], ['accent'], 4.5],
  [['on-bubble-own'], ['bubble-own'], 4.5],
  [['accent'], ['accent-wash'], 4.5],
  [['good'], ['good-wash'], 4.5],
  [['wait'], ['wait-wash'], 4.5],
  [['bad'], ['bad-wash'], 4.5],
  [['focus', 'line-control'], surfaces, 3],
  [['line'], ['surface', 'surface-raised'], 1.3],
  [['scan-dark'], ['scan-light'], 21],
];

for (const [scheme, tokens] of Object.entries(schemes)) {
  for (const [fronts, backs, least] of pairs) {
    test(`${scheme}: ${fronts} on ${backs} has a contrast of ${least}`, () => {
      for (const front of fronts) {
        for (const back of backs) {
          const found = contrast(colourOf(front, tokens), colourOf(back, tokens));
          assert.ok(found >= least, `${front} on ${back}: ${found.toFixed(2)}`);
        }
      }
    });
  }
}

test('the dark redefines named colours only, and all but black and white', () => {
  const named = Object.keys(light).filter((name) => /^#|^\d+ \d+ \d+$/.test(light[name] ?? ''));
  const redefined = Object.keys(tokensIn(blockAfter('(prefers-color-scheme: dark)')));
  const constant = ['black', 'white'];
  assert.deepEqual(redefined.sort(), named.filter((name) => !constant.includes(name)).sort());
});

test('meanings name a colour of the layer below, never a colour itself', () => {
  const meanings = Object.entries(light).filter(([, value]) => value.startsWith('var('));
  for (const [name, value] of meanings) {
    const below = value.slice('var(--'.length, -1);
    assert.match(light[below] ?? '', /^#/, `--${name}`);
  }
});

test('space comes in steps of four', () => {
  const steps = Object.entries(light).filter(([name]) => name.startsWith('space-'));
  assert.ok(steps.length > 5);
  for (const [name, value] of steps) assert.equal(value, `${4 * Number(name.slice(6))}px`);
});

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
  assert.equal(contrast('#777777', '#fff').toFixed(2), '4.48');
});

/**
 * The declarations inside the first braces after a text; of a media query, those of its rule.
 * @param {string} text
 */
function blockAfter(text) {
  const inner = sheet.slice(sheet.indexOf(text) + text.length);
  const from = text.startsWith('(')
    ? inner.indexOf('{', inner.indexOf('{') + 1)
    : inner.indexOf('{');
  return inner.slice(from + 1, inner.indexOf('}', from));
}

/**
 * @param {string} block
 * @returns {Record<string, string>}
 */
function tokensIn(block) {
  const found = block.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/--([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

/**
 * @param {string} name
 * @param {Record<string, string>} tokens
 * @returns {string}
 */
function colourOf(name, tokens) {
  const value = tokens[name] ?? '';
  if (value.startsWith('var(--')) return colourOf(value.slice('var(--'.length, -1), tokens);
  assert.match(value, /^#/, `--${name} is no colour`);
  return value;
}

/**
 * @param {string} front
 * @param {string} back
 */
function contrast(front, back) {
  const [brighter = 0, darker = 0] = [luminance(front), luminance(back)].sort((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
