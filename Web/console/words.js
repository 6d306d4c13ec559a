/**
 * What only agents are told in words: how long something lasted, when it was, facts side by side.
 */
import { dayOf, many, numberOf, t, timeOf } from '../shared/i18n.js';
import { fill } from '../shared/state/words.js';

/** More of them in one sentence nobody reads. */
const namesMax = 8;

/** It knows the screen's language and direction, once the texts are there. */
const page = document.documentElement;

/**
 * What a key from the server says, if this version knows it.
 * @param {string} key
 * @param {import('../shared/state/words.js').Values} [values]
 */
export function tIfKnown(key, values) {
  const text = t(key, values);
  return text === key ? '' : text;
}

/**
 * How long something has lasted, as short as it can be said.
 * @param {number} milliseconds
 */
export function lastingOf(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('time.underMinute');
  if (minutes < 60) return many('time.minutes', minutes);
  if (minutes < 1440) return many('time.hours', Math.floor(minutes / 60));
  return many('time.days', Math.floor(minutes / 1440));
}

/**
 * A count-down in minutes and seconds.
 * @param {number} milliseconds
 */
export function clockOf(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const twoDigits = new Intl.NumberFormat(page.lang, { minimumIntegerDigits: 2 });
  return `${numberOf(Math.floor(seconds / 60))}:${twoDigits.format(seconds % 60)}`;
}

/**
 * When something was, in words near now: a time today, else the day too.
 * @param {number} at
 * @param {number} now
 */
export function whenOf(at, now) {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return timeOf(at);
  return t('time.dayAndTime', { day: dayOf(at, now), time: timeOf(at) });
}

/**
 * What is known, side by side in one line. None of it turns its neighbours around.
 * @param {unknown[]} facts  what is empty is left out
 */
export function lineOf(facts) {
  return facts.filter(Boolean).map(apart).join(' · ');
}

/**
 * People as a sentence counts them up, and a sign where there are more of them.
 * @param {string[]} names
 */
export function namesOf(names) {
  const shown = names.slice(0, namesMax).map(apart);
  if (names.length > namesMax) shown.push('…');
  return new Intl.ListFormat(page.lang).format(shown);
}

/** @param {unknown} fact */
function apart(fact) {
  return fill('{fact}', { fact: String(fact) }, page.dir === 'rtl' ? 'rtl' : 'ltr');
}

/** Several things in one go. @param {string[]} things */
export function listOf(things) {
  return new Intl.ListFormat(page.lang, { type: 'unit' }).format(things);
}

/**
 * A language by its name here; a tag that nobody knows stays as it is.
 * @param {string} tag
 */
export function languageOf(tag) {
  try {
    return tag && (new Intl.DisplayNames(page.lang, { type: 'language' }).of(tag) ?? tag);
  } catch {
    return tag;
  }
}

/** A currency by its name here; empty: nobody knows it. @param {string} code */
export function currencyOf(code) {
  try {
    const names = new Intl.DisplayNames(page.lang, { type: 'currency', fallback: 'none' });
    return names.of(code) ?? '';
  } catch {
    return '';
  }
}
