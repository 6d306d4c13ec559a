/**
 * Settings, their values and their changes in the reader's words.
 *
 * @import { Finding, SettingsChange, SettingsVersion } from '../shared/wire.d.ts'
 * @import { Rule } from './state/settings-schema.js'
 * @import { RoomDraft } from './room-draft.js'
 */
import { faultText, say, t } from '../shared/i18n.js';
import { faultOf } from './state/settings-schema.js';
import { sayingOf } from './state/settings-words.js';
import { currencyOf, languageOf, lineOf, tIfKnown } from './words.js';

/**
 * What a setting is called. One of a pair is called as its question, and which part it is.
 * @param {string} field
 */
export function labelOf(field) {
  const own = tIfKnown(`setting.${field}`);
  if (own) return own;
  const at = field.lastIndexOf('.');
  const pair = tIfKnown(`setting.${field.slice(0, at)}`);
  const part = tIfKnown(`part.${field.slice(at + 1)}`);
  return pair && part ? t('settings.part', { question: pair, part }) : field;
}

/**
 * A choice's word: its own, the name of a language or currency, else as it is written.
 * @param {string} field
 * @param {string} value
 */
export function choiceOf(field, value) {
  const own = tIfKnown(`choice.${field}.${value}`);
  if (own) return own;
  if (field.endsWith('currency')) return lineOf([currencyOf(value), value]);
  return field.endsWith('language') ? languageOf(value) : value;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {Rule | undefined} rule
 */
export function valueWords(field, value, rule) {
  if (rule?.kind === 'choice' && value) return choiceOf(field, String(value));
  return say(sayingOf(field, value, rule));
}

/**
 * A change in words: before, and after.
 * @param {SettingsChange} change
 * @param {Map<string, Rule>} rules
 */
export function changeWords({ field, before, after }, rules) {
  const rule = rules.get(field);
  return {
    label: labelOf(field),
    before: valueWords(field, before, rule),
    after: valueWords(field, after, rule),
  };
}

/** @param {Finding} finding */
export function findingWords({ rule, field, message }) {
  const words = tIfKnown(`finding.${rule}`) || message;
  // There may be many of them, each about another setting.
  if (rule !== 'notConnected') return words;
  return t('settings.part', { question: labelOf(field), part: words });
}

/**
 * What is wrong with a setting, in words; empty: nothing.
 * @param {RoomDraft} draft
 * @param {string} field
 */
export function wrongWords(draft, field) {
  const { problem, fault } = draft.wrong(field);
  if (problem) return say(problem);
  if (!fault) return '';
  const rule = faultOf(fault, draft.rules.get(field));
  return rule ? say(rule) : faultText(fault);
}

/** By what a setting waits for, as the rules of the product begin. @type {Record<string, string>} */
const areas = {
  CALL: 'waits.calls',
  CHG: 'waits.charges',
  WA: 'waits.whatsApp',
  WEB: 'waits.website',
  MAIL: 'waits.mail',
};

/**
 * That a setting is kept and does nothing yet.
 * @param {string} waitsFor
 */
export function waitsWords(waitsFor) {
  if (!waitsFor) return '';
  return t(areas[waitsFor.split('-')[0] ?? ''] ?? 'waits.other');
}

/** @type {Record<string, string>} */
const ways = {
  made: 'history.made',
  edited: 'history.edited',
  scheduled: 'history.scheduled',
  rolledBack: 'history.rolledBack',
  imported: 'history.imported',
  duplicated: 'history.duplicated',
};

/**
 * Who published a version, and how.
 * @param {SettingsVersion} version
 * @param {string} when
 */
export function versionWords({ by, how, from }, when) {
  const key = ways[how] ?? 'history.edited';
  return lineOf([when, by?.name, t(key, { from: from ?? 0 })]);
}
