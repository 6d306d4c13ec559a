import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstStep, problemsOf, stepOf } from './first-run.js';

test('every field has its step', () => {
  assert.equal(stepOf('company'), 1);
  for (const field of ['name', 'email', 'password']) assert.equal(stepOf(field), 2);
});

test('a reload stays on its step, unless the step before it is empty', () => {
  assert.equal(firstStep(2, { company: 'Acme' }), 2);
  assert.equal(firstStep(2, { company: ' ' }), 1);
  assert.equal(firstStep(2, {}), 1);
  assert.equal(firstStep(undefined, { company: 'Acme' }), 1);
});

test('all that is wrong is said at once', () => {
  assert.deepEqual(problemsOf({ name: ' ', email: 'ana', password: 'short' }), {
    name: 'error.fieldMissing',
    email: 'form.errorEmail',
    password: 'password.rule',
  });
  assert.deepEqual(problemsOf({ name: 'Ana', email: ' a@b.c ', password: '0123456789' }), {});
});
