import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  endingOf,
  factsOf,
  goingOnOf,
  headlineOf,
  initialOf,
  nobodyIsFree,
  screenOf,
} from './screen.js';

/** @import { CustomerChat } from '../../shared/wire.d.ts' */

/**
 * @param {Partial<CustomerChat>} changes
 * @returns {CustomerChat}
 */
function chat(changes) {
  return {
    id: 'c',
    state: 'waiting',
    turn: 1,
    formNumber: 9321,
    agentRole: 'Agent',
    agent: null,
    place: 1,
    ringing: 0,
    nobodyFree: false,
    lastAgent: null,
    preview: true,
    textButton: true,
    question: '',
    peerConnected: true,
    graceSeconds: 60,
    endReason: null,
    ...changes,
  };
}

test('a chat that waits again keeps the phone', () => {
  assert.equal(screenOf(chat({})), 'waiting');
  assert.equal(screenOf(chat({ turn: 2 })), 'phone');
  assert.equal(screenOf(chat({ state: 'served' })), 'phone');
  assert.equal(screenOf(chat({ state: 'ended' })), 'phone');
  assert.equal(screenOf(chat({ state: 'abandoned' })), 'over');
});

test('the waiting screen says what is known', () => {
  assert.deepEqual(headlineOf(chat({ ringing: 3 })), { key: 'wait.ringing', count: 3 });
  assert.equal(headlineOf(chat({ nobodyFree: true })).key, 'wait.nobody');
  const [rings, busy] = [false, true].map((busy) => ({ name: 'Ben', busy }));
  const asked = { key: 'wait.lastRinging', values: { name: 'Ben' } };
  assert.deepEqual(headlineOf(chat({ ringing: 1, lastAgent: rings })), asked);
  assert.equal(headlineOf(chat({ lastAgent: busy })).key, 'wait.lastBusy');
  assert.equal(headlineOf(chat({ nobodyFree: true, ringing: 1 })).key, 'wait.ringing');
  assert.equal(headlineOf(chat({})).key, 'wait.queue');
  assert.deepEqual(factsOf(chat({ place: 2 })), [{ key: 'wait.place', place: 2 }]);
});

test('the room’s own word for the agent is not put into the plural', () => {
  const doctor = chat({ agentRole: 'Doctor', ringing: 2 });
  assert.equal(headlineOf(doctor).key, 'wait.ringingRole');
  assert.deepEqual(factsOf(doctor)[0], { key: 'wait.ringingCount', count: 2 });
});

test('the ending says who ended', () => {
  const ended = (/** @type {Partial<CustomerChat>} */ more) =>
    endingOf(chat({ state: 'ended', ...more }));
  assert.equal(ended({ endReason: 'customer' }).key, 'ended.you');
  assert.equal(ended({ endReason: 'customerLost' }).key, 'ended.customerLost');
  const byAna = ended({ endReason: 'agent', agent: { name: 'Ana' } });
  assert.deepEqual(byAna, { key: 'ended.agent', values: { name: 'Ana' } });
  assert.equal(endingOf(chat({ state: 'unanswered' })).key, 'ended.waitLimit');
  const cancelled = { state: /** @type {const} */ ('abandoned'), endReason: 'cancelled' };
  assert.equal(ended(/** @type {any} */ (cancelled)).key, 'ended.cancelled');
  assert.equal(ended(/** @type {any} */ ({ ...cancelled, turn: 2 })).key, 'ended.you');
});

test('the same agent is named only where that one is rung first', () => {
  const agent = { name: 'Ana' };
  const lost = goingOnOf(chat({ state: 'ended', endReason: 'customerLost', agent }));
  assert.deepEqual(lost, { key: 'ended.continueWith', values: { name: 'Ana' } });
  assert.equal(goingOnOf(chat({ endReason: 'customerLost' })).key, 'ended.continue');
  assert.equal(goingOnOf(chat({ endReason: 'agent', agent })).key, 'ended.continue');
});

test('a letter is offered while nobody is free, in every turn', () => {
  assert.equal(nobodyIsFree(chat({ nobodyFree: true })), true);
  assert.equal(nobodyIsFree(chat({ nobodyFree: true, turn: 2 })), true);
  assert.equal(nobodyIsFree(chat({ nobodyFree: true, ringing: 1 })), false);
  assert.equal(nobodyIsFree(chat({ nobodyFree: true, state: 'ended' })), false);
});

test('a chat that goes on with an earlier one keeps what was said in sight', () => {
  const first = chat({ turn: 1 });
  assert.equal(screenOf(first), 'waiting');
  assert.equal(screenOf(first, true), 'phone');
});

test('a name is shown by its first letter, whatever stands before it', () => {
  assert.equal(initialOf('  acme'), 'A');
  assert.equal(initialOf('\u202e“دانا”'), 'د');
  assert.equal(initialOf('🙂 3 cats'), '3');
  assert.equal(initialOf('🙂'), '');
});
