import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsToKeep, problemsOf, shownFields, valuesToSend } from './form.js';

/** @import { CustomField, Field, PublicRoom } from '../../shared/wire.d.ts' */

/**
 * @param {Partial<Record<Field, { hidden?: boolean, mandatory?: boolean }>>} [changes]
 * @param {CustomField[]} [customFields]
 * @returns {PublicRoom}
 */
function room(changes = {}, customFields = []) {
  const open = { hidden: false, mandatory: false };
  return {
    company: 'Acme',
    companyKey: 'k',
    room: 'GENERAL',
    agentRole: 'Agent',
    settingsVersion: 1,
    header: '',
    subHeader: '',
    language: null,
    palette: null,
    fields: {
      name: { ...open, ...changes.name },
      email: { ...open, ...changes.email },
      phone: { ...open, ...changes.phone },
      question: { ...open, ...changes.question },
    },
    buttons: { chat: true, letter: true, letterWhileWaiting: true },
    customFields,
    limits: {
      nameCharactersMax: 5,
      emailCharactersMax: 254,
      phoneCharactersMax: 40,
      questionCharactersMax: 4000,
      customTextCharactersMax: 5,
      customLinesCharactersMax: 10,
      messageBytesMax: 16_384,
    },
  };
}

const empty = { name: '', email: '', phone: '', question: '' };

test('hidden wins over mandatory', () => {
  const hidden = room({ phone: { hidden: true, mandatory: true } });
  assert.deepEqual(shownFields(hidden), ['name', 'email', 'question']);
  assert.deepEqual(problemsOf(hidden, empty, 'chats'), []);
});

test('what is mandatory and empty is named, in the order of the form', () => {
  const strict = room({ question: { mandatory: true }, name: { mandatory: true } });
  const blank = { ...empty, name: '   ' };
  const fields = problemsOf(strict, blank, 'chats').map((problem) => problem.field);
  assert.deepEqual(fields, ['name', 'question']);
});

test('an address is checked only for what cannot be one', () => {
  const problems = (/** @type {string} */ email) =>
    problemsOf(room(), { ...empty, email }, 'chats');
  assert.equal(problems('mei@example').length, 1);
  assert.equal(problems('mei at example.com').length, 1);
  assert.equal(problems('o’hara+x@例え.テスト').length, 0);
});

test('a letter needs words and an address', () => {
  const keys = problemsOf(room(), empty, 'letters').map((problem) => problem.key);
  assert.deepEqual(keys, ['form.errorEmailForLetter', 'form.errorQuestionForLetter']);
  const noMail = room({ email: { hidden: true } });
  assert.deepEqual(problemsOf(noMail, { ...empty, question: 'x' }, 'letters'), []);
});

test('length is counted in characters, not in code units', () => {
  assert.equal(problemsOf(room(), { ...empty, name: '👋👋👋👋👋' }, 'chats').length, 0);
  assert.equal(problemsOf(room(), { ...empty, name: 'sixsix' }, 'chats')[0]?.count, 5);
});

/**
 * @param {CustomField['kind']} kind
 * @param {Partial<CustomField>} [more]
 * @returns {CustomField}
 */
function field(kind, more) {
  return { key: 'a', kind, label: 'A', mandatory: false, choices: [], showWhen: null, ...more };
}

test('an own field that is needed or too long is named as the server names it', () => {
  /** @param {CustomField} of  @param {string | boolean} [answer] */
  const problem = (of, answer) => {
    const custom = answer === undefined ? {} : { a: answer };
    const [first] = problemsOf(room({}, [of]), { ...empty, custom }, 'chats');
    assert.equal(first?.field ?? 'custom.a', 'custom.a');
    return first?.key;
  };
  assert.equal(problem(field('consent'), false), 'form.errorTick');
  assert.equal(problem(field('consent'), true), undefined);
  assert.equal(problem(field('checkBox')), undefined);
  assert.equal(problem(field('checkBox', { mandatory: true })), 'form.errorTick');
  assert.equal(problem(field('text', { mandatory: true }), ' '), 'error.fieldMissing');
  assert.equal(problem(field('choice', { mandatory: true }), ''), 'form.errorChoose');
  assert.equal(problem(field('text'), '👋👋👋👋👋'), undefined);
  assert.equal(problem(field('text'), 'sixsix'), 'form.errorTooLong');
  assert.equal(problem(field('lines'), 'sixsix'), undefined);
});

test('an own field that is not shown is not needed, and its answer is not sent', () => {
  const fields = [
    field('checkBox'),
    field('text', { key: 'b', mandatory: true, showWhen: { field: 'a', value: 'yes' } }),
  ];
  const values = { ...empty, custom: { b: 'x' } };
  assert.deepEqual(problemsOf(room({}, fields), values, 'chats'), []);
  assert.deepEqual(valuesToSend(room({}, fields), values).custom, { a: false });
  assert.equal(valuesToSend(room(), values).custom, undefined);
});

test('of what was told only consents are asked anew', () => {
  const custom = [
    { key: 'a', kind: 'text', label: 'A', answer: 'x' },
    { key: 'b', kind: 'consent', label: 'B', answer: true },
  ];
  const entry = /** @type {any} */ ({ kind: 'facts', data: { name: 'Mei', custom } });
  assert.deepEqual(factsToKeep(entry), { name: 'Mei', custom: { a: 'x' } });
});
