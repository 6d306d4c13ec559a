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
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/**
 * @param {Text | undefined} text
 * @param {string} category  as Intl.PluralRules names it
 */
export function pluralOf(text, category) {
  if (text === undefined || typeof text === 'string') return text ?? '';
  return text[category] ?? text.other ?? '';
}
