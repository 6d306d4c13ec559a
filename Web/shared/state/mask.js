/**
 * Covers card numbers in the typing preview before it leaves the browser (PH-2). Pure.
 * A sent message is not changed: what a person sends on purpose is theirs to send.
 */

const cardDigitsMin = 13;
const cardDigitsMax = 19;
/** While a number is still being typed it may become a card; its first six name only the bank. */
const openDigits = 6;

const runOfDigits = /\d(?:[ \-.\u00a0]?\d)*/g;

/**
 * @param {string} text
 * @param {number} [caret]  where the person is typing; without it, at the end
 */
export function maskCards(text, caret = text.length) {
  return text.replace(runOfDigits, (run, /** @type {number} */ start) => {
    const digits = run.replace(/\D/g, '');
    if (looksLikeCard(digits)) return cover(run, 0);
    const beingTyped = start <= caret && caret <= start + run.length + 1;
    return beingTyped && digits.length > openDigits ? cover(run, openDigits) : run;
  });
}

/**
 * @param {string} run
 * @param {number} open  so many digits at its beginning stay
 */
function cover(run, open) {
  let seen = 0;
  return run.replace(/\d/g, (digit) => seen++ < open ? digit : '•');
}

/** @param {string} digits */
function looksLikeCard(digits) {
  if (digits.length < cardDigitsMin) return false;
  if (digits.length <= cardDigitsMax && passesLuhn(digits)) return true;
  // Typed on without a pause, the expiry follows the number: "4111 1111 1111 1111 12 27".
  const usual = digits.startsWith('3') ? 15 : 16;
  return digits.length > usual && passesLuhn(digits.slice(0, usual));
}

/** @param {string} digits */
function passesLuhn(digits) {
  if (/^0+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += index % 2 === 1 ? doubled : digit;
  }
  return sum % 10 === 0;
}
