/**
 * The screen's language: texts from `/web/locales/`, plurals, dates and numbers by Intl.
 *
 * @import { Text, Values } from './state/words.js'
 */
import { chooseLocale, directionOf, fill, pluralOf, regionOf } from './state/words.js';

const existing = ['en', 'zh-Hant', 'ar'];
const againAfterMilliseconds = 2000;

/** @type {Record<string, Text>} */
let texts = {};
let region = 'en';
/** @type {'ltr' | 'rtl'} */
let direction = 'ltr';
let formats = formatsOf('en');
let plurals = new Intl.PluralRules('en');
let ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/**
 * Loads the reader's language, as far as this side speaks it, and turns the page its way.
 * @param {...('customer' | 'console')} sides
 */
export async function loadLanguage(...sides) {
  const wanted = navigator.languages ?? ['en'];
  const locale = chooseLocale(wanted, existing);
  region = regionOf(locale, wanted);
  formats = formatsOf(region);
  plurals = new Intl.PluralRules(region);
  ordinals = new Intl.PluralRules(region, { type: 'ordinal' });
  const parts = await Promise.all(['shared', ...sides].map((part) => fetchTexts(locale, part)));
  texts = Object.assign({}, ...parts);
  document.documentElement.lang = region;
  direction = directionOf(locale);
  document.documentElement.dir = direction;
}

/**
 * @param {string} locale
 * @param {string} part
 * @returns {Promise<Record<string, Text>>}
 */
async function fetchTexts(locale, part) {
  while (true) {
    try {
      const answer = await fetch(`/web/locales/${locale}/${part}.json`);
      return await answer.json();
    } catch {
      // Without its texts a page can say nothing, not even that.
      await new Promise((resume) => setTimeout(resume, againAfterMilliseconds));
    }
  }
}

/**
 * @param {string} key
 * @param {Values} [values]
 */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) return key;
  return fill(pluralOf(text, 'other'), values, direction);
}

/**
 * A text about a number of things; `{count}` in it is the number.
 * @param {string} key
 * @param {number} count
 * @param {Values} [values]
 */
export function many(key, count, values = {}) {
  const text = pluralOf(texts[key], plurals.select(count));
  return fill(text, { count: numberOf(count), ...values }, direction);
}

/**
 * A text about a place in an order: 1st, 2nd…
 * @param {string} key
 * @param {number} place
 */
export function ordinal(key, place) {
  const text = pluralOf(texts[key], ordinals.select(place));
  return fill(text, { place: numberOf(place) }, direction);
}

/**
 * Says what a state module chose to say.
 * @param {{ key: string, count?: number, place?: number, values?: Values }} said
 */
export function say({ key, count, place, values }) {
  if (place !== undefined) return ordinal(key, place);
  return count === undefined ? t(key, values) : many(key, count, values);
}

/**
 * An error in the reader's language; the server's own words where a code is new.
 * @param {{ code: string, message?: string }} fault
 */
export function faultText(fault) {
  const key = `error.${fault.code}`;
  return key in texts ? t(key) : fault.message || t('error.internal');
}

/**
 * What a key from the server says, if this version knows it.
 * @param {string} key
 * @param {Values} [values]
 */
export function tIfKnown(key, values) {
  return key in texts ? t(key, values) : '';
}

/** @param {number} value */
export function numberOf(value) {
  return formats.number.format(value);
}

/** @param {number} at */
export function timeOf(at) {
  return formats.time.format(at);
}

/** @param {number} at */
export function exactOf(at) {
  return formats.exact.format(at);
}

/**
 * Made once: making one takes longer than all that a long transcript does with it.
 * @param {string} locale
 */
function formatsOf(locale) {
  return {
    number: new Intl.NumberFormat(locale),
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }),
  };
}

/**
 * "Today", "Yesterday", or the date.
 * @param {number} at
 * @param {number} now
 */
export function dayOf(at, now) {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return t('time.today');
  if (at >= midnight - 86_400_000) return t('time.yesterday');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? undefined : 'numeric';
  return new Intl.DateTimeFormat(region, { weekday: 'long', day: 'numeric', month: 'long', year })
    .format(at);
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
  return facts.filter(Boolean).map((fact) => fill('{fact}', { fact: String(fact) }, direction))
    .join(' · ');
}

/** Several things in one go. @param {string[]} things */
export function listOf(things) {
  return new Intl.ListFormat(region, { type: 'unit' }).format(things);
}

/**
 * A language by its name here; a tag that nobody knows stays as it is.
 * @param {string} tag
 */
export function languageOf(tag) {
  try {
    return tag && (new Intl.DisplayNames(region, { type: 'language' }).of(tag) ?? tag);
  } catch {
    return tag;
  }
}
