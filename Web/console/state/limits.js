/**
 * How near a limit is. Pure.
 *
 * @import { LimitReading } from '../../shared/wire.d.ts'
 */

/** From here on it is said that little is left. */
const warnedShare = 0.8;

/**
 * `none`: there is no limit. `over`: more is there than may be, since a plan changed.
 * @param {Pick<LimitReading, 'max' | 'used'>} limit
 * @returns {'none' | 'fine' | 'near' | 'full' | 'over'}
 */
export function stateOf({ max, used }) {
  if (max === null) return 'none';
  if (used > max) return 'over';
  if (used === max) return 'full';
  return used >= max * warnedShare ? 'near' : 'fine';
}

/**
 * How much of the bar is filled, from 0 to 100.
 * @param {Pick<LimitReading, 'max' | 'used'>} limit
 */
export function filledOf({ max, used }) {
  if (max === null) return 0;
  if (max === 0) return used > 0 ? 100 : 0;
  return Math.min(100, Math.round((used / max) * 100));
}
