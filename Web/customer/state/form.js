/**
 * What the contact form asks for, and what is wrong with the answers. Pure.
 *
 * @import { Answers } from '../../shared/state/custom-fields.js'
 * @import { CustomAnswer, CustomField, Field, PublicRoom } from '../../shared/wire.d.ts'
 *
 * @typedef {Record<Field, string> & { custom?: Answers }} Values  `custom`: in the room's own fields
 * @typedef {'chats' | 'letters'} Action  as the addresses name them
 * @typedef {{ field: string, key: string, count?: number }} Problem  `field`: as the server names it
 */
import {
  answersToSend,
  isNeeded,
  isTicked,
  shownCustom,
} from '../../shared/state/custom-fields.js';

/** @type {Field[]} */
const fields = ['name', 'email', 'phone', 'question'];

/**
 * The fields that are shown, in their order. Hidden wins over mandatory (CF-2).
 * @param {PublicRoom} room
 */
export function shownFields(room) {
  return fields.filter((field) => !room.fields[field].hidden);
}

/**
 * @param {PublicRoom} room
 * @param {Field} field
 */
export function isMandatory(room, field) {
  return room.fields[field].mandatory && !room.fields[field].hidden;
}

/**
 * What is wrong, in the order of the fields; nothing when it can be sent.
 * @param {PublicRoom} room
 * @param {Values} values
 * @param {Action} action
 * @returns {Problem[]}
 */
export function problemsOf(room, values, action) {
  const { custom = {} } = values;
  const own = shownCustom(room.customFields, custom);
  return [
    ...shownFields(room).flatMap((field) => problemOf(room, values, action, field) ?? []),
    ...own.flatMap((field) => problemOfCustom(room, field, custom[field.key]) ?? []),
  ];
}

/**
 * @param {PublicRoom} room
 * @param {Values} values
 * @param {Action} action
 * @param {Field} field
 * @returns {Problem | undefined}
 */
function problemOf(room, values, action, field) {
  const value = values[field].trim();
  const max = maxOf(room, field);
  if (value === '' && isMandatory(room, field)) return { field, key: 'error.fieldMissing' };
  if (value === '' && action === 'letters') return letterNeeds(field);
  if ([...value].length > max) return { field, key: 'form.errorTooLong', count: max };
  if (field === 'email' && value !== '' && !looksLikeEmail(value)) {
    return { field, key: 'form.errorEmail' };
  }
  return undefined;
}

/**
 * @param {PublicRoom} room
 * @param {CustomField} of
 * @param {string | boolean | undefined} answer
 * @returns {Problem | undefined}
 */
function problemOfCustom({ limits }, of, answer) {
  const field = `custom.${of.key}`;
  if (isTicked(of)) {
    return isNeeded(of) && answer !== true ? { field, key: 'form.errorTick' } : undefined;
  }
  const text = typeof answer === 'string' ? answer.trim() : '';
  if (text === '' && isNeeded(of)) {
    return { field, key: of.kind === 'choice' ? 'form.errorChoose' : 'error.fieldMissing' };
  }
  const max = of.kind === 'lines'
    ? limits.customLinesCharactersMax
    : limits.customTextCharactersMax;
  return [...text].length > max ? { field, key: 'form.errorTooLong', count: max } : undefined;
}

/**
 * The values as they are sent: of the room's own fields those that are shown.
 * @param {PublicRoom} room
 * @param {Values} values
 * @returns {Values}
 */
export function valuesToSend({ customFields }, { custom = {}, ...values }) {
  const told = answersToSend(customFields, custom);
  return Object.keys(told).length > 0 ? { ...values, custom: told } : values;
}

/**
 * What goes on with a chat that is over, at once: what is known, and what is asked now.
 * @param {PublicRoom} room
 * @param {Partial<Values>} facts
 * @param {string} asked
 */
export function valuesToGoOn(room, facts, asked) {
  const question = room.fields.question.hidden ? '' : asked;
  return valuesToSend(room, { name: '', email: '', phone: '', ...facts, question });
}

/**
 * A letter without words, or without an address to answer to, is of no use.
 * @param {Field} field
 * @returns {Problem | undefined}
 */
function letterNeeds(field) {
  if (field === 'email') return { field, key: 'form.errorEmailForLetter' };
  if (field === 'question') return { field, key: 'form.errorQuestionForLetter' };
  return undefined;
}

/**
 * @param {PublicRoom} room
 * @param {Field} field
 */
function maxOf({ limits }, field) {
  return {
    name: limits.nameCharactersMax,
    email: limits.emailCharactersMax,
    phone: limits.phoneCharactersMax,
    question: limits.questionCharactersMax,
  }[field];
}

/**
 * Only what cannot be an address at all: the rest is known when a letter arrives.
 * @param {string} value
 */
function looksLikeEmail(value) {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value);
}

/**
 * What of a chat's facts the next form is filled with.
 * @param {import('../../shared/wire.d.ts').Entry | undefined} entry  the transcript's first
 * @returns {Partial<Values>}
 */
export function factsToKeep(entry) {
  if (entry?.kind !== 'facts') return {};
  const told = entry.data ?? {};
  const known = /** @type {const} */ (['name', 'email', 'phone']).filter((field) => told[field]);
  const facts = Object.fromEntries(known.map((field) => [field, String(told[field])]));
  const custom = customToKeep(told.custom);
  return Object.keys(custom).length > 0 ? { ...facts, custom } : facts;
}

/**
 * Who agreed once is asked again.
 * @param {unknown} told
 */
function customToKeep(told) {
  const answers = Array.isArray(told) ? /** @type {CustomAnswer[]} */ (told) : [];
  const known = answers.filter(({ kind }) => kind !== 'consent');
  return Object.fromEntries(known.map(({ key, answer }) => [key, answer]));
}

/**
 * Whether the room takes a letter now: the waiting screen has a rule of its own.
 * @param {PublicRoom} room
 * @param {{ state: string }} chat
 */
export function takesLetters({ buttons }, chat) {
  return chat.state === 'waiting' ? buttons.letterWhileWaiting : buttons.letter;
}
