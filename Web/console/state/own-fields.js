/**
 * The list of a room's own fields while somebody edits it. Pure: every change makes a new list.
 *
 * @import { CustomField } from '../../shared/wire.d.ts'
 *
 * @typedef {{ fields: CustomField[], freed: CustomField[] }} Edited  `freed`: fields that are always
 *   shown now, because what their condition asked is no longer above them
 */
import { isTicked, valuesOf } from '../../shared/state/custom-fields.js';

export const fieldsMax = 20;

/**
 * @param {readonly CustomField[]} fields
 * @param {number} chance  from 0 to 1
 * @returns {CustomField[]}
 */
export function withNew(fields, chance) {
  const key = freshKey(fields, chance);
  const made = { key, kind: /** @type {const} */ ('text'), label: '', mandatory: false };
  return [...fields, { ...made, choices: [], showWhen: null }];
}

/**
 * @param {readonly CustomField[]} fields
 * @param {string} key
 * @returns {Edited}
 */
export function without(fields, key) {
  return freed(fields.filter((field) => field.key !== key));
}

/**
 * @param {readonly CustomField[]} fields
 * @param {string} key
 * @param {-1 | 1} by
 * @returns {Edited}
 */
export function moved(fields, key, by) {
  const list = [...fields];
  const at = list.findIndex((field) => field.key === key);
  const to = at + by;
  const [field] = at < 0 ? [] : list.splice(at, 1);
  if (!field || to < 0 || to > list.length) return { fields: [...fields], freed: [] };
  list.splice(to, 0, field);
  return freed(list);
}

/**
 * @param {readonly CustomField[]} fields
 * @param {string} key
 * @param {Partial<CustomField>} change
 * @returns {Edited}
 */
export function changed(fields, key, change) {
  return freed(
    fields.map((field) => field.key === key ? withKind({ ...field, ...change }) : field),
  );
}

/**
 * The fields above this one that a condition may ask.
 * @param {readonly CustomField[]} fields
 * @param {string} key
 */
export function askable(fields, key) {
  const at = fields.findIndex((field) => field.key === key);
  return fields.slice(0, Math.max(0, at)).filter((field) => valuesOf(field).length > 0);
}

/**
 * One choice a line.
 * @param {string} lines
 */
export function choicesIn(lines) {
  return lines.split('\n').map((line) => line.trim()).filter(Boolean);
}

/** Only a choice has choices. @param {CustomField} field */
function withKind(field) {
  const mandatory = field.kind === 'consent' ? false : field.mandatory;
  return { ...field, mandatory, choices: field.kind === 'choice' ? field.choices : [] };
}

/**
 * Conditions that nothing can meet any more are taken off. A value that is missing among the choices
 * stays: somebody may be typing it.
 * @param {CustomField[]} list
 * @returns {Edited}
 */
function freed(list) {
  /** @type {CustomField[]} */
  const free = [];
  const fields = list.map((field, at) => {
    if (!field.showWhen) return field;
    const asked = list.slice(0, at).find(({ key }) => key === field.showWhen?.field);
    const isKept = asked && (asked.kind === 'choice' || fits(asked, field.showWhen.value));
    if (isKept) return field;
    const alone = { ...field, showWhen: null };
    free.push(alone);
    return alone;
  });
  return { fields, freed: free };
}

/**
 * @param {CustomField} asked
 * @param {string} value
 */
function fits(asked, value) {
  return isTicked(asked) && valuesOf(asked).includes(value);
}

/**
 * @param {readonly CustomField[]} fields
 * @param {number} chance
 */
function freshKey(fields, chance) {
  const used = new Set(fields.map(({ key }) => key));
  for (let number = Math.floor(chance * 36 ** 6);; number++) {
    const key = `f${number.toString(36)}`;
    if (!used.has(key)) return key;
  }
}
