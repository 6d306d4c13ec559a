/** A time as an input for date and time has it, in the reader's own time zone. Pure. */

/** @param {number} at */
export function inputOfTime(at) {
  const time = new Date(at);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(two).join('-');
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/**
 * @param {string} text
 * @returns {number | null}  `null`: no time
 */
export function timeOfInput(text) {
  const at = text ? new Date(text).getTime() : NaN;
  return Number.isNaN(at) ? null : at;
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0');
}
