/**
 * Every text of a screen stands in `Web/locales`. This finds words that code says by itself: in the
 * places that speak, and anywhere when they read like a sentence.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('./', import.meta.url);
const folders = ['shared', 'customer', 'console', 'preview'];

/** Names that are the same in every language. */
const allowed = new Set([]);

const literal = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/.source;

/** Attributes and options that end on a screen or in an ear. */
const attributes = 'text|title|placeholder|alt|label|headline|sub|body|hint|go|caption|' +
  "'aria-(?:label|description|roledescription|valuetext|placeholder)'";
/** Calls and assignments that do. */
const calls = String.raw`\bsetText\((?:[^,()]|\([^()]*\))+,|\bbutton\(|\bannounce\(|` +
  String.raw`\.(?:textContent|innerText|title|placeholder|ariaLabel|alt)\s*=(?!=)|` +
  String.raw`\bfillWith\((?:[^,()]|\([^()]*\))+,|\.(?:append|prepend|replaceChildren)\(`;
const speaking = new RegExp(
  String
    .raw`(?:[{,]\s*(?:${attributes}):|${calls})[^'"\x60(){};,]*?(?<![=!]==\s?)(?<said>${literal})`,
  'g',
);
const thrown = new RegExp(String.raw`new \w*Error\(\s*(?:${literal})`, 'g');

/** Two letters that belong together; a key such as `form.name` is no text. */
const word = /\p{L}{2}/u;
const key = /^[a-z]\w*(\.\w*)+$/;
/** Begins like a sentence and goes on, or ends like one. */
const sentence = /^\p{Lu}\p{Ll}+[ ,]+\p{L}|\p{L} \p{L}+.*\p{L}[.!?…]$/u;
/** Two texts joined by signs that other languages write otherwise. */
const joint = /\}\s?[:,;] \$\{|\}[“”„«»]|[“„«]\$\{/u;

test('no screen says words that are not in the locales', () => {
  const found = sources().flatMap(({ path, text }) =>
    hardCoded(text).map((words) => `${path}: ${words}`)
  );
  assert.deepEqual(found, []);
});

test('words in speaking places and sentences are found', () => {
  const bad = [
    `el('p', { text: 'Hello' })`,
    `el('p', {\n class: 'x',\n text: "Hello",\n })`,
    `set(input, { 'aria-label': 'Send it' })`,
    'setText(this.#name, `Hello ${name}`)',
    `setText(part(row, '.x'), wrong ? 'Oh' : t('a.b'))`,
    `button('Send', act)`,
    `announce('gone')`,
    `document.title = 'Desk'`,
    `row.append('Nobody')`,
    `const words = 'Please wait for it'`,
    `return 'this went wrong somehow.'`,
    "set(link, { 'aria-label': `${t('a.b')}: ${name}` })",
    'setText(words, `“${text}”`)',
  ];
  for (const code of bad) assert.equal(hardCoded(code).length, 1, code);
});

test('keys, names, classes and errors for developers are left alone', () => {
  const good = [
    `el('p', { class: 'button next large', text: t('form.name') })`,
    'setText(this.#name, t(`error.${code}`))',
    `setText(count, unread > 0 ? String(unread) : '')`,
    `button('', act)`,
    '// says "Please wait for it"',
    `throw new Error('this went wrong somehow.')`,
    `row.append(icon('bell'), ' ')`,
    `setText(text, chat.state === 'served' ? body : '')`,
    'row.querySelector(`[data-key="c${cid}"] .body`)',
    'const id = `${one}/${two}`',
    `el('link', { rel: 'stylesheet', href: '/web/x.css' })`,
  ];
  for (const code of good) assert.deepEqual(hardCoded(code), [], code);
});

function sources() {
  return folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.js') && !path.endsWith('.test.js'))
      .map((path) => ({
        path: `${folder}/${path}`,
        text: readFileSync(new URL(`${folder}/${path}`, root), 'utf8'),
      }))
  );
}

/**
 * The words that code says by itself.
 * @param {string} text
 */
function hardCoded(text) {
  const code = withoutComments(text).replaceAll(thrown, 'new Error(');
  const said = [...code.matchAll(speaking)].map((match) => insideOf(match.groups?.said ?? ''));
  const all = [...code.matchAll(new RegExp(literal, 'g'))].map(([found]) => insideOf(found));
  const wrong = [
    ...said.filter((words) => word.test(plain(words)) && !key.test(plain(words))),
    ...all.filter((words) => sentence.test(plain(words)) || joint.test(words)),
  ];
  return [...new Set(wrong)].filter((words) => !allowed.has(words));
}

/** @param {string} text */
function withoutComments(text) {
  const parts = new RegExp(String.raw`(${literal})|//.*|/\*[\s\S]*?\*/`, 'g');
  return text.replaceAll(parts, (_, kept = '') => kept);
}

/** @param {string} quoted */
function insideOf(quoted) {
  return quoted.slice(1, -1);
}

/**
 * A template without what it puts in.
 * @param {string} words
 */
function plain(words) {
  return words.replaceAll(/\$\{[^}]*\}/g, '').trim();
}
