/**
 * Edits on their way to the draft: one request at a time, and the newest edits wait. Nothing that
 * was typed is lost, whatever the server answers. Pure.
 *
 * @import { Draft } from '../../shared/wire.d.ts'
 *
 * @typedef {Record<string, unknown>} Values  by the settings' names
 * @typedef {{ code: string, message: string, field?: string }} Fault
 * @typedef {object} Edits
 * @property {Values} waiting  not sent yet
 * @property {Values} sent  on their way
 * @property {Record<string, { value: unknown, fault: Fault }>} refused  what the server did not take
 */

/** @type {Edits} */
export const noEdits = { waiting: {}, sent: {}, refused: {} };

/**
 * Somebody changes a setting.
 * @param {Edits} edits
 * @param {Values} values
 * @returns {Edits}
 */
export function edited(edits, values) {
  const names = Object.keys(values);
  return {
    ...edits,
    waiting: { ...edits.waiting, ...values },
    refused: without(edits.refused, names),
  };
}

/**
 * What waits goes out; only once nothing else is on its way.
 * @param {Edits} edits
 * @returns {Edits}
 */
export function sending(edits) {
  if (isSending(edits)) return edits;
  return { ...edits, waiting: {}, sent: edits.waiting };
}

/** @param {Edits} edits @returns {Edits} */
export function taken(edits) {
  return { ...edits, sent: {} };
}

/**
 * What was sent did not arrive, or the draft had changed: it waits again, below newer edits.
 * @param {Edits} edits
 * @returns {Edits}
 */
export function returned(edits) {
  return { ...edits, waiting: { ...edits.sent, ...edits.waiting }, sent: {} };
}

/**
 * The server refused one of the settings that were sent, and with it took none: the others wait
 * again. A fault that names none of them is borne by all.
 * @param {Edits} edits
 * @param {Fault} fault
 * @returns {Edits}
 */
export function refused(edits, fault) {
  const names = Object.keys(edits.sent);
  // A part of a value that holds several is named with its place: `contactForm.customFields.2`.
  const at = names.filter((name) => fault.field === name || fault.field?.startsWith(`${name}.`));
  const guilty = at.length > 0 ? at : names;
  const values = guilty.filter((name) => !(name in edits.waiting))
    .map((name) => [name, { value: edits.sent[name], fault }]);
  return {
    waiting: { ...without(edits.sent, guilty), ...edits.waiting },
    sent: {},
    refused: { ...edits.refused, ...Object.fromEntries(values) },
  };
}

/**
 * What stands on the screen and not in the draft.
 * @param {Edits} edits
 * @returns {Values}
 */
export function unsaved({ waiting, sent, refused: faulty }) {
  const values = Object.entries(faulty).map(([field, { value }]) => [field, value]);
  return { ...Object.fromEntries(values), ...sent, ...waiting };
}

/** @param {Edits} edits */
export function isSending({ sent }) {
  return Object.keys(sent).length > 0;
}

/** @param {Edits} edits */
export function isWaiting({ waiting }) {
  return Object.keys(waiting).length > 0;
}

/**
 * Whether an edit of a setting is still under way here.
 * @param {Edits} edits
 * @param {string} field
 */
export function isOwn({ waiting, sent }, field) {
  return field in waiting || field in sent;
}

/**
 * What the screen shows for a setting: what was typed, else what the draft holds.
 * @param {Edits} edits
 * @param {Draft['settings']} settings
 * @param {string} field
 */
export function shownOf({ waiting, sent, refused: faulty }, settings, field) {
  if (field in waiting) return waiting[field];
  if (faulty[field]) return faulty[field].value;
  return field in sent ? sent[field] : valueAt(settings, field);
}

/**
 * @param {unknown} settings  nested
 * @param {string} field  with dots
 */
export function valueAt(settings, field) {
  /** @type {any} */
  let value = settings;
  for (const name of field.split('.')) value = value?.[name];
  return value;
}

/**
 * The body of a request: `a.b` becomes `{ a: { b } }`.
 * @param {Values} values
 */
export function nested(values) {
  /** @type {any} */
  const whole = {};
  for (const [field, value] of Object.entries(values)) {
    const names = field.split('.');
    const last = /** @type {string} */ (names.pop());
    let inside = whole;
    for (const name of names) inside = inside[name] ??= {};
    inside[last] = value;
  }
  return whole;
}

/**
 * Which settings are others now than they were, besides those one has just sent oneself.
 * @param {Draft['settings']} before
 * @param {Draft['settings']} after
 * @param {Iterable<string>} fields
 */
export function differing(before, after, fields) {
  return [...fields].filter((field) => !isSame(valueAt(before, field), valueAt(after, field)));
}

/**
 * Whether two values of a setting are the same, whatever the order of their members.
 * @param {unknown} one
 * @param {unknown} other
 */
export function isSame(one, other) {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/**
 * @param {any} value
 * @returns {unknown}
 */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.keys(value).sort().map((name) => [name, ordered(value[name])]);
}

/**
 * @template Value
 * @param {Record<string, Value>} values
 * @param {string[]} names
 */
function without(values, names) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
