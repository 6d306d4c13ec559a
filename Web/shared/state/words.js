/**
 * Choosing a locale and filling its texts in. Pure.
 *
 * @typedef {string | Record<string, string>} Text  one text, or one per plural category
 * @typedef {Record<string, string | number>} Values
 */

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/**
 * The first of the wanted languages that exists, else the first that exists.
 * @param {readonly string[]} wanted
 * @param {readonly string[]} existing
 */
export function chooseLocale(wanted, existing) {
  for (const language of wanted) {
    const found = existing.find((each) => writingOf(each) === writingOf(language));
    if (found) return found;
  }
  return existing[0] ?? 'en';
}

/**
 * How dates and numbers are written: as the reader's own region does it, in the screen's language.
 * @param {string} locale
 * @param {readonly string[]} wanted
 */
export function regionOf(locale, wanted) {
  return wanted.find((each) => writingOf(each) === writingOf(locale)) ?? locale;
}

/**
 * Language and script: `zh-TW` is read as `zh-Hant` is, and `zh-CN` is not.
 * @param {string} tag
 */
function writingOf(tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag;
  }
}

/** @param {string} locale */
export function directionOf(locale) {
  return rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/**
 * @param {string} text
 * @param {Values} values
 * @param {'ltr' | 'rtl'} [direction]  of the screen
 */
export function fill(text, values, direction = 'ltr') {
  return text.replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => {
    const value = values[name];
    return value === undefined ? whole : isolated(String(value), direction);
  });
}

const rightToLeftLetter =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const otherLetter =
  /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])\p{L}/u;
const overrides = /[\u202a-\u202e]/gu;
const isolates = /[\u2066-\u2069]/gu;

/**
 * What is filled in reads its own way and leaves its neighbours alone. Signs that would turn the
 * rest of the sentence around are left out.
 * @param {string} value
 * @param {'ltr' | 'rtl'} direction
 */
function isolated(value, direction) {
  const calm = value.replace(overrides, '');
  const whole = isBalanced(calm) ? calm : calm.replace(isolates, '');
  const foreign = direction === 'ltr' ? rightToLeftLetter : otherLetter;
  return foreign.test(whole) ? `\u2068${whole}\u2069` : whole;
}

/** @param {string} value */
function isBalanced(value) {
  let depth = 0;
  for (const [sign] of value.matchAll(isolates)) {
    depth += sign === '\u2069' ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/**
 * @param {Text | undefined} text
 * @param {string} category  as Intl.PluralRules names it
 */
export function pluralOf(text, category) {
  if (text === undefined || typeof text === 'string') return text ?? '';
  return text[category] ?? text.other ?? '';
}
