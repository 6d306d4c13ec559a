/**
 * When to come back after a connection was lost, and when to stay away. Pure.
 *
 * @typedef {'atOnce' | 'pause' | 'stayAway'} Return
 */

const pauseFirstMilliseconds = 1000;
const pauseMaxMilliseconds = 30_000;
const atOnceMilliseconds = 300;

/**
 * The table "Why the server hangs up" of docs/protocol.md.
 * @param {number} code
 * @returns {Return}
 */
export function afterClose(code) {
  // What broke the protocol once will do so again.
  if (
    code === 1013 || code === 4003 ||
    (code >= 1002 && code <= 1009 && code !== 1005 && code !== 1006)
  ) return 'pause';
  if (code >= 4500 && code <= 4999) return 'stayAway';
  return 'atOnce';
}

/**
 * How long to wait before the attempt. Only the first return is at once: a server that hangs up
 * again and again must not be hammered, and many browsers must not return in the same moment.
 * @param {number} attempt  0 for the first since the connection was good
 * @param {Return} kind
 * @param {number} chance  0 to 1
 */
export function pauseBefore(attempt, kind, chance) {
  if (kind === 'atOnce' && attempt === 0) return Math.round(chance * atOnceMilliseconds);
  const step = Math.min(pauseMaxMilliseconds, pauseFirstMilliseconds * 2 ** Math.min(attempt, 10));
  return Math.round(step / 2 + chance * step / 2);
}

export const pingEveryMilliseconds = 20_000;
const answerWithinMilliseconds = 10_000;
/** A timer this late means that the tab slept, not that the link is dead. */
const lateMilliseconds = 5000;

/**
 * @typedef {{ heardAt: number, askedAt: number | null, dueAt: number }} Pulse
 *   `askedAt`: when the ping went out that nothing has answered yet. `dueAt`: the next look.
 */

/**
 * @param {number} now
 * @returns {Pulse}
 */
export function firstPulse(now) {
  return { heardAt: now, askedAt: null, dueAt: now + pingEveryMilliseconds };
}

/**
 * Anything that arrives proves that the link lives.
 * @param {Pulse} pulse
 * @param {number} now
 * @returns {Pulse}
 */
export function heard(pulse, now) {
  return { ...pulse, heardAt: now, askedAt: null };
}

/**
 * What to do when the timer fires.
 * @param {Pulse} pulse
 * @param {number} now
 * @returns {{ pulse: Pulse, action: 'ping' | 'dead' }}
 */
export function look(pulse, now) {
  const slept = now > pulse.dueAt + lateMilliseconds;
  if (pulse.askedAt !== null && !slept) return { pulse, action: 'dead' };
  return {
    pulse: { ...pulse, askedAt: now, dueAt: now + answerWithinMilliseconds },
    action: 'ping',
  };
}

/** The browser says that the network is gone: how long a link may take to prove it wrong. */
const rumourMilliseconds = 3000;

/**
 * What to do about that rumour: ask at once, and wait less long than usual for the answer.
 * @param {Pulse} pulse
 * @param {number} now
 * @returns {{ pulse: Pulse, asks: boolean }}
 */
export function doubted(pulse, now) {
  const asks = pulse.askedAt === null;
  const until = now + rumourMilliseconds;
  const dueAt = asks ? until : Math.min(pulse.dueAt, until);
  return { pulse: { ...pulse, askedAt: pulse.askedAt ?? now, dueAt }, asks };
}

/** A loss shorter than this is not worth a word. */
const silentMilliseconds = 700;

/**
 * What to say of the link, and when to look again. The rumour is told at once, and dropped when
 * the link outlives it.
 * @param {{ state: string, onLine: boolean, lostAt: number, offlineAt: number }} link  `offlineAt`:
 *   when the browser said so last; 0 when it has taken it back
 * @param {number} now
 * @returns {{ said: '' | 'lost' | 'offline', again: number | null }}
 */
export function saidOf({ state, onLine, lostAt, offlineAt }, now) {
  if (state === 'lost') {
    if (!onLine) return { said: 'offline', again: null };
    const loud = lostAt + silentMilliseconds;
    return now < loud ? { said: '', again: loud } : { said: 'lost', again: null };
  }
  const until = offlineAt + rumourMilliseconds + silentMilliseconds;
  if (state === 'stopped' || offlineAt === 0 || now >= until) return { said: '', again: null };
  return { said: 'offline', again: until };
}

/**
 * When to look next, after a look or after something was heard.
 * @param {Pulse} pulse
 * @returns {Pulse}
 */
export function scheduled(pulse) {
  if (pulse.askedAt !== null) return pulse;
  return { ...pulse, dueAt: pulse.heardAt + pingEveryMilliseconds };
}
