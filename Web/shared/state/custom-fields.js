/**
 * The room's own fields: which are shown, and what of the answers is sent.
 * Pure; the server decides by the same rules.
 *
 * @import { CustomField } from '../wire.d.ts'
 *
 * @typedef {Record<string, string | boolean>} Answers  by key
 */

/** @param {CustomField} field */
export function isTicked({ kind }) {
  return kind === 'checkBox' || kind === 'consent';
}

/** @param {CustomField} field */
export function isNeeded({ kind, mandatory }) {
  return mandatory || kind === 'consent';
}

/**
 * What a condition on a field may ask for; nothing where it cannot be asked.
 * @param {CustomField} field
 */
export function valuesOf(field) {
  if (isTicked(field)) return ['yes', 'no'];
  return field.kind === 'choice' ? field.choices : [];
}

/**
 * The fields that are shown. What is not shown has no answer, so what hangs on it is not shown
 * either.
 * @param {readonly CustomField[]} fields
 * @param {Answers} answers
 * @returns {CustomField[]}
 */
export function shownCustom(fields, answers) {
  /** @type {CustomField[]} */
  const shown = [];
  for (const field of fields) if (meets(field, shown, answers)) shown.push(field);
  return shown;
}

/**
 * @param {CustomField} field
 * @param {CustomField[]} shown  before it
 * @param {Answers} answers
 */
function meets({ showWhen }, shown, answers) {
  if (!showWhen) return true;
  const asked = shown.find(({ key }) => key === showWhen.field);
  if (!asked) return false;
  const answer = answers[asked.key];
  if (isTicked(asked)) return showWhen.value === (answer === true ? 'yes' : 'no');
  return typeof answer === 'string' && answer.trim() === showWhen.value;
}

/**
 * What of the answers is sent: those of shown fields that have one.
 * @param {readonly CustomField[]} fields
 * @param {Answers} answers
 * @returns {Answers}
 */
export function answersToSend(fields, answers) {
  const told = shownCustom(fields, answers).flatMap((field) => {
    const answer = answers[field.key];
    if (isTicked(field)) return [[field.key, answer === true]];
    const text = typeof answer === 'string' ? answer.trim() : '';
    return text ? [[field.key, text]] : [];
  });
  return Object.fromEntries(told);
}
