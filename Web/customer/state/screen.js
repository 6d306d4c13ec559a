/**
 * Which screen a chat asks for, and what is true to say on it. Pure.
 *
 * @import { CustomerChat } from '../../shared/wire.d.ts'
 *
 * @typedef {{ key: string, count?: number, place?: number, values?: Record<string, string> }} Said
 */

/**
 * Where the customer is: waiting for the first time, on the phone, or past it. A chat that waits
 * again keeps the phone: what was said must stay readable.
 * So does a chat that goes on with an earlier one.
 * @param {CustomerChat} chat
 * @param {boolean} [continues]
 * @returns {'waiting' | 'phone' | 'over'}
 */
export function screenOf({ state, turn }, continues = false) {
  if (state === 'served' || state === 'ended' || turn > 1 || continues) return 'phone';
  return state === 'waiting' ? 'waiting' : 'over';
}

/**
 * The headline of the waiting screen: what is being tried now.
 * @param {CustomerChat} chat
 * @returns {Said}
 */
export function headlineOf({ ringing, nobodyFree, agentRole, lastAgent }) {
  if (lastAgent) {
    const { name, busy } = lastAgent;
    return { key: busy ? 'wait.lastBusy' : 'wait.lastRinging', values: { name } };
  }
  const ownWord = hasOwnWord(agentRole);
  const values = { role: agentRole };
  if (ringing > 0) {
    return ownWord ? { key: 'wait.ringingRole', values } : { key: 'wait.ringing', count: ringing };
  }
  if (nobodyFree) return { key: 'wait.nobody' };
  return ownWord ? { key: 'wait.queueRole', values } : { key: 'wait.queue' };
}

/**
 * Whether nothing rings and nobody could be rung: then a letter is worth offering.
 * @param {CustomerChat} chat
 */
export function nobodyIsFree({ state, ringing, nobodyFree }) {
  return state === 'waiting' && nobodyFree && ringing === 0;
}

/**
 * What is known besides: how many phones ring, the place in the queue.
 * @param {CustomerChat} chat
 * @returns {Said[]}
 */
export function factsOf({ ringing, place, agentRole, lastAgent }) {
  /** @type {Said[]} */
  const facts = [];
  // One agent is asked; whoever comes behind may be served before.
  if (lastAgent) return facts;
  if (ringing > 0 && hasOwnWord(agentRole)) {
    facts.push({ key: 'wait.ringingCount', count: ringing });
  }
  if (place === 1) facts.push({ key: 'wait.next' });
  if (place > 1) facts.push({ key: 'wait.place', place });
  return facts;
}

/**
 * Who ended it, and how.
 * @param {CustomerChat} chat
 * @returns {Said}
 */
export function endingOf({ state, turn, endReason, agent, agentRole }) {
  if (state === 'unanswered') return { key: 'ended.waitLimit' };
  // Somebody had answered before: it is this chat that was ended, not only the waiting.
  if (state === 'abandoned' && turn > 1 && endReason === 'cancelled') return { key: 'ended.you' };
  if (state === 'abandoned') {
    return { key: endReason === 'cancelled' ? 'ended.cancelled' : 'ended.abandonedLost' };
  }
  if (endReason === 'customerLost') return { key: 'ended.customerLost' };
  if (endReason === 'agent') {
    return { key: 'ended.agent', values: { name: agent?.name ?? agentRole } };
  }
  return { key: 'ended.you' };
}

/**
 * What the way on is called. Only who was cut off gets the same agent first; else any may answer.
 * @param {CustomerChat} chat
 * @returns {Said}
 */
export function goingOnOf({ endReason, agent }) {
  return endReason === 'customerLost' && agent
    ? { key: 'ended.continueWith', values: { name: agent.name } }
    : { key: 'ended.continue' };
}

/**
 * The letter that stands for a name: its first letter or number, past all signs.
 * @param {string} name
 */
export function initialOf(name) {
  const first = /\p{L}\p{M}?|\p{N}/u.exec(name)?.[0] ?? '';
  return first.toLocaleUpperCase();
}

/**
 * Whether the room chose its own word for the agent; then it cannot be put into the plural here.
 * @param {string} role
 */
export function hasOwnWord(role) {
  return role !== '' && role !== 'Agent';
}
