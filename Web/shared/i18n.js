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
let spoken = '';
let region = 'en';
/** @type {'ltr' | 'rtl'} */
let direction = 'ltr';
let formats = formatsOf('en');
let plurals = new Intl.PluralRules('en');
let ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/**
 * Loads the reader's language, as far as this side speaks it, and turns the page its way.
 * @param {...('customer' | 'console' | 'preview')} sides
 */
export async function loadLanguage(...sides) {
  const wanted = navigator.languages ?? ['en'];
  await speak(chooseLocale(wanted, existing), wanted, sides);
}

/**
 * Adds the texts of a part that only some screens need.
 * @param {'settings'} part
 */
export async function loadMore(part) {
  Object.assign(texts, await fetchTexts(spoken, part));
}

/**
 * Goes over to the one language of a room, if it is another one than the reader's.
 * @param {string | null} language
 * @param {...('customer' | 'console' | 'preview')} sides
 */
export async function forceLanguage(language, ...sides) {
  if (!language || !existing.includes(language) || language === spoken) return;
  await speak(language, [language], sides);
}

/**
 * @param {string} locale
 * @param {readonly string[]} wanted
 * @param {string[]} sides
 */
async function speak(locale, wanted, sides) {
  region = regionOf(locale, wanted);
  formats = formatsOf(region);
  plurals = new Intl.PluralRules(region);
  ordinals = new Intl.PluralRules(region, { type: 'ordinal' });
  const parts = await Promise.all(['shared', ...sides].map((part) => fetchTexts(locale, part)));
  texts = Object.assign({}, ...parts);
  spoken = locale;
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
      // What a busy server says instead are no texts.
      if (answer.ok) return await answer.json();
    } catch {
      // Not reached, or cut off.
    }
    // Without its texts a page can say nothing, not even that.
    await new Promise((resume) => setTimeout(resume, againAfterMilliseconds));
  }
}

/**
 * @param {string} key
 * @param {Values} [values]
 */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) return key;
  return fill(pluralOf(text, 'other'), written(values), direction);
}

/**
 * A text about a number of things; `{count}` in it is the number.
 * @param {string} key
 * @param {number} count
 * @param {Values} [values]
 */
export function many(key, count, values = {}) {
  const text = pluralOf(texts[key], plurals.select(count));
  return fill(text, { count: numberOf(count), ...written(values) }, direction);
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
 * @param {{ code: string, message?: string, plan?: string, max?: number }} fault
 */
export function faultText(fault) {
  const key = `error.${fault.code}`;
  const values = { plan: fault.plan ?? '', max: fault.max ?? 0 };
  return key in texts ? t(key, values) : fault.message || t('error.internal');
}

/**
 * A number that only names something, as a form's, is written in the reader's digits and not grouped.
 * @param {Values} values
 */
function written(values) {
  const entries = Object.entries(values).map(([name, value]) => {
    return [name, typeof value === 'number' ? formats.plain.format(value) : value];
  });
  return Object.fromEntries(entries);
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
    plain: new Intl.NumberFormat(locale, { useGrouping: false }),
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
