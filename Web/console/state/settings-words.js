/**
 * How a setting's value is said: as keys of texts, or as itself. Pure.
 *
 * @import { Rule } from './settings-schema.js'
 *
 * @typedef {{ key: string, count?: number, values?: Record<string, string> }} Saying
 */
import { unitOf } from './settings-schema.js';

/** Longer texts are cut in a sentence about a change. */
const charactersMax = 120;

/** @type {Record<string, string>} */
const units = {
  seconds: 'settings.value.seconds',
  minutes: 'settings.value.minutes',
  pixels: 'settings.value.pixels',
};

/** What 0 means where it is no amount. @type {Record<string, string>} */
const zeros = {
  'distribution.agentsAtOnce': 'settings.value.all',
  'distribution.waitLimitSeconds': 'settings.value.noLimit',
  'distribution.wrapUpSeconds': 'settings.value.off',
};

/** Their values are names of files, which nobody reads. */
const pictures = new Set(['contactForm.logo', 'contactForm.background']);

/**
 * @param {string} field
 * @param {unknown} value
 * @param {Rule | undefined} rule
 * @returns {Saying}
 */
export function sayingOf(field, value, rule) {
  if (value === null || value === undefined || value === '') {
    return { key: rule?.kind === 'colour' ? 'settings.value.noColour' : 'settings.value.empty' };
  }
  if (typeof value === 'boolean') {
    return { key: value ? 'settings.value.on' : 'settings.value.off' };
  }
  if (typeof value === 'number') return numberSaying(field, value);
  if (Array.isArray(value)) return listSaying(value);
  if (typeof value === 'object' || pictures.has(field)) return { key: 'settings.value.picture' };
  const text = String(value);
  if (rule?.kind === 'choice') return { key: `choice.${field}.${text}`, values: { value: text } };
  if (rule?.kind === 'colour') return { key: 'settings.value.plain', values: { value: text } };
  return { key: 'settings.value.text', values: { value: cut(text) } };
}

/**
 * @param {string} field
 * @param {number} value
 * @returns {Saying}
 */
function numberSaying(field, value) {
  const zero = zeros[field];
  if (value === 0 && zero) return { key: zero };
  return { key: units[unitOf(field)] ?? 'settings.value.number', count: value };
}

/**
 * @param {unknown[]} value
 * @returns {Saying}
 */
function listSaying(value) {
  if (value.length === 0) return { key: 'settings.value.empty' };
  if (value.every((each) => typeof each === 'string')) {
    return { key: 'settings.value.plain', values: { value: cut(value.join(', ')) } };
  }
  return { key: 'settings.value.things', count: value.length };
}

/** @param {string} text */
function cut(text) {
  const characters = [...text];
  return characters.length > charactersMax
    ? `${characters.slice(0, charactersMax).join('')}…`
    : text;
}
