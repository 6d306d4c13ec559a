import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSpent, ruleOf } from './faults.js';

test('a field that is not understood is told its rule', () => {
  const invalid = { code: 'fieldInvalid', message: '' };
  assert.equal(ruleOf({ ...invalid, field: 'password' }), 'password.rule');
  assert.equal(ruleOf({ ...invalid, field: 'email' }), 'form.errorEmail');
  assert.equal(ruleOf({ ...invalid, field: 'name' }), '');
  assert.equal(ruleOf({ code: 'fieldTooLong', message: '', field: 'password' }), '');
});

test('a used link and a company that exists end the page', () => {
  assert.ok(isSpent({ code: 'alreadySetUp', message: '' }));
  assert.ok(isSpent({ code: 'linkUsedOrExpired', message: '' }));
  assert.ok(!isSpent({ code: 'fieldInvalid', message: '' }));
});
