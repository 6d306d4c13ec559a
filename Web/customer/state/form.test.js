import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, shownFields } from './form.js';

/** @import { Field, PublicRoom } from '../../shared/wire.d.ts' */

/**
 * @param {Partial<Record<Field, { hidden?: boolean, mandatory?: boolean }>>} [changes]
 * @returns {PublicRoom}
 */
function room(changes = {}) {
  const open = { hidden: false, mandatory: false };
  return {
    company: 'Acme',
    companyKey: 'k',
    room: 'GENERAL',
    agentRole: 'Agent',
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
    limits: {
      nameCharactersMax: 5,
      emailCharactersMax: 254,
      phoneCharactersMax: 40,
      questionCharactersMax: 4000,
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
