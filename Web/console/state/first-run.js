/** The steps of the set-up, and what is wrong with what was typed there. Pure. */

import { passwordCharactersMin } from './strength.js';

export const steps = /** @type {const} */ (['company', 'you', 'done']);

/**
 * The step on which a field stands.
 * @param {string} field
 */
export function stepOf(field) {
  return field === 'company' ? 1 : 2;
}

/**
 * Where a page begins that was loaded anew: nobody stands on a step whose predecessor is empty.
 * @param {unknown} wanted
 * @param {{ company?: string }} kept
 */
export function firstStep(wanted, { company = '' }) {
  return wanted === 2 && company.trim() !== '' ? 2 : 1;
}

/**
 * What can be said before the server is asked, as keys; it has the last word.
 * @param {Record<string, string>} values
 * @returns {Record<string, string>}
 */
export function problemsOf(values) {
  const problems = Object.entries(values).map(([field, value]) => [field, problemOf(field, value)]);
  return Object.fromEntries(problems.filter(([, key]) => key !== ''));
}

/**
 * @param {string} field
 * @param {string} value
 */
function problemOf(field, value) {
  if (value.trim() === '') return 'error.fieldMissing';
  if (field === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())) {
    return 'form.errorEmail';
  }
  const short = field === 'password' && [...value].length < passwordCharactersMin;
  return short ? 'password.rule' : '';
}
