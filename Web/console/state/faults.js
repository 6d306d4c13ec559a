/** What is wrong with a field, as the rule that it broke. Pure. */

/** @import { Fault } from '../../shared/wire.d.ts' */

/** The server says which field; what its rule is, the person has to be told. */
/** @type {Record<string, string>} */
const rules = {
  email: 'form.errorEmail',
  password: 'password.rule',
};

/**
 * The key of a sentence that names the rule; empty where the error's own words say all.
 * @param {Fault} fault
 */
export function ruleOf({ code, field = '' }) {
  return code === 'fieldInvalid' ? rules[field] ?? '' : '';
}

/**
 * Whether the one-time link of this page can never work any more.
 * @param {Fault} fault
 */
export function isSpent({ code }) {
  return code === 'linkUsedOrExpired' || code === 'alreadySetUp';
}
