import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as facts from './desk-facts.js';
import * as desks from './desk.js';

/** @import { Card, GoneReason } from '../../shared/wire.d.ts' */

const now = 1000;

/**
 * @param {string} chat
 * @param {boolean} rings
 * @param {Partial<Card>} [more]
 * @returns {Card}
 */
function card(chat, rings, more = {}) {
  const why = { key: 'why.firstFree', values: {} };
  return {
    chat,
    room: 'r',
    turn: 1,
    name: chat.toUpperCase(),
    question: '',
    medium: 'text',
    formNumber: 1,
    waitingSince: 10,
    ringing: rings ? { offer: 1, expiresAt: now + 30_000, seconds: 30, why } : null,
    agentsRinging: 1,
    nobodyFree: false,
    ...more,
  };
}

/** @param {Card[]} waiting */
function desk(...waiting) {
  const rooms = [{ id: 'r', name: 'GENERAL', revision: 5 }];
  const agent = { id: 'a', name: 'Ana' };
  /** @type {desks.Desk['browser']} */
  const browser = 'WAITING_NEW_CALL';
  const frame = {
    t: /** @type {const} */ ('desk'),
    agent,
    browser,
    mobile: browser,
    rooms,
    waiting,
  };
  return desks.withFrame(desks.emptyDesk, { ...frame, chats: [] }, now);
}

/**
 * @param {desks.Desk} before
 * @param {number} revision
 * @param {Card[]} cards
 * @param {{ chat: string, reason: GoneReason }[]} [gone]
 */
function room(before, revision, cards, gone = []) {
  const after = revision - 1;
  return desks.withFrame(before, { t: 'room', room: 'r', after, revision, cards, gone }, now);
}

/** @param {{ chat: string }[]} items */
function chats(items) {
  return items.map((item) => item.chat);
}

test('what rings here stands apart from what waits', () => {
  const both = desk(card('x', false), card('y', true));
  assert.deepEqual(chats(facts.ringsOf(both, now)), ['y']);
  assert.deepEqual(chats(facts.waitingOf(both, now)), ['x']);
  assert.deepEqual(chats(facts.ringsOf(both, now + 31_000)), [], 'an offer past its time is over');
});

test('a known revision changes nothing, a gap asks for the desk', () => {
  const before = desk(card('x', true));
  assert.equal(room(before, 5, [card('y', true)]), before);
  const after = room(before, 7, [card('y', true)]);
  assert.equal(after.gap, true);
  assert.deepEqual(chats(after.cards), ['x']);
});

test('revisions may be left out, and counts change nothing else', () => {
  const before = desk(card('x', true));
  const frame = { t: /** @type {const} */ ('room'), room: 'r', cards: [], gone: [] };
  const counts = [{ chat: 'x', agentsRinging: 4 }, { chat: 'unknown', agentsRinging: 2 }];
  const after = desks.withFrame(before, { ...frame, after: 5, revision: 9, counts }, now);
  assert.equal(after.gap, false);
  assert.equal(after.rooms.r?.revision, 9);
  assert.deepEqual(after.cards, [{ ...before.cards[0], agentsRinging: 4 }]);
  const late = [{ chat: 'x', agentsRinging: 2 }];
  const again = desks.withFrame(after, { ...frame, after: 9, revision: 9, counts: late }, now);
  assert.equal(again.cards[0]?.agentsRinging, 2);
  assert.equal(desks.withFrame(after, { ...frame, after: 10, revision: 11 }, now).gap, true);
});

test('a card replaces the one with the same chat', () => {
  const after = room(desk(card('x', true)), 6, [card('x', true, { agentsRinging: 3 })]);
  assert.equal(after.cards.length, 1);
  assert.equal(after.cards[0]?.agentsRinging, 3);
});

test('a ring that ends without the agent’s doing says why', () => {
  const taken = room(desk(card('x', true)), 6, [], [{ chat: 'x', reason: 'taken' }]);
  assert.deepEqual(facts.partingsOf(taken, now), [{
    chat: 'x',
    name: 'X',
    reason: 'taken',
    at: now,
  }]);
  const why = { key: 'why.firstFree', values: {} };
  const late = card('x', true, { ringing: { offer: 1, expiresAt: now + 200, seconds: 30, why } });
  const over = room(desk(late), 6, [card('x', false)]);
  assert.equal(facts.partingsOf(over, now)[0]?.reason, 'expired');
  assert.deepEqual(facts.partingsOf(over, now + 9000), []);
  const withdrawn = room(desk(card('x', true)), 6, [card('x', false)]);
  assert.equal(facts.partingsOf(withdrawn, now)[0]?.reason, 'unavailable', 'its time was not over');
});

test('what the agent did needs no explanation', () => {
  const answering = desks.withAct(desk(card('x', true)), 'x', 'answer');
  const answered = room(answering, 6, [], [{ chat: 'x', reason: 'taken' }]);
  assert.deepEqual(answered.partings, []);
  assert.deepEqual(desks.withDoneAct(answering, 'x', 'answer').cards, []);
  const rejecting = desks.withAct(desk(card('x', true)), 'x', 'reject');
  assert.deepEqual(facts.ringsOf(rejecting, now), []);
  assert.deepEqual(room(rejecting, 6, [card('x', false)]).partings, []);
});

test('of two who answer at once the later is told', () => {
  const answering = desks.withAct(desk(card('x', true)), 'x', 'answer');
  const refused = desks.withRefusedAct(answering, 'x', 'offerTaken', now);
  assert.equal(refused.partings[0]?.reason, 'offerTaken');
  const gone = room(refused, 6, [], [{ chat: 'x', reason: 'taken' }]);
  assert.equal(gone.partings.length, 1, 'said once');
  const goneFirst = room(answering, 6, [], [{ chat: 'x', reason: 'taken' }]);
  const told = desks.withRefusedAct(goneFirst, 'x', 'offerTaken', now);
  assert.equal(told.partings[0]?.name, 'X', 'whichever frame comes first');
});

test('after a hang-up the agent chooses', () => {
  const status = (/** @type {desks.Desk['browser']} */ browser) =>
    facts.mustChoose(
      desks.withFrame(desk(), { t: 'status', browser, mobile: '', because: null }, now),
    );
  assert.equal(status('HANG_UP'), true);
  assert.equal(status('REMOTE_CUSTOMER_HANGUP'), true);
  assert.equal(status('SERVING_CUSTOMER'), false);
});

test('without a room nothing can ring, which is known once the desk has come', () => {
  const frame = { t: /** @type {const} */ ('desk'), rooms: [], waiting: [], chats: [] };
  const { agent, browser } = desk();
  const none = desks.withFrame(desk(), { ...frame, agent, browser, mobile: '' }, now);
  assert.equal(facts.servesNoRoom(none), true);
  assert.equal(facts.servesNoRoom(desk()), false);
  assert.equal(facts.servesNoRoom(desks.emptyDesk), false);
});

test('a press that did not reach the server is told until the desk is back', () => {
  const answering = desks.withAct(desk(card('x', true)), 'x', 'answer');
  const refused = desks.withRefusedAct(answering, 'x', 'notReached', now);
  assert.deepEqual(refused.refusals, { x: 'notReached' });
  assert.deepEqual(chats(facts.ringsOf(refused, now)), ['x'], 'the card stands again');
  assert.deepEqual(refused.partings, []);
  assert.deepEqual(desks.withAct(refused, 'x', 'answer').refusals, {}, 'pressed again');
  const frame = { agent: refused.agent, browser: refused.browser, mobile: refused.browser };
  const back = { t: /** @type {const} */ ('desk'), ...frame, rooms: [], waiting: [], chats: [] };
  assert.deepEqual(desks.withFrame(refused, back, now).refusals, {});
});

test('a choice that failed is forgotten when the status is told', () => {
  const failed = desks.withRefusal(desk(), 'status', 'notReached');
  const frame = { t: /** @type {const} */ ('status'), mobile: /** @type {const} */ ('') };
  const told = desks.withFrame(failed, { ...frame, browser: 'TAKING_BREAK', because: null }, now);
  assert.deepEqual(told.refusals, {});
});

test('nobody who serves a chat is told to be free', () => {
  const free = desk(card('x', true));
  assert.equal(facts.reasonOf(free, 'why.firstFree'), 'why.firstFree');
  const chat = /** @type {any} */ ({ id: 'c', state: 'served' });
  const serving = desks.withFrame(free, { t: 'chat', chat }, now);
  assert.equal(facts.reasonOf(serving, 'why.firstFree'), 'ring.oneMore');
  assert.equal(facts.reasonOf(serving, 'why.sameAgent'), 'why.sameAgent');
  const over = desks.withFrame(serving, { t: 'chat', chat: { ...chat, state: 'ended' } }, now);
  assert.equal(facts.reasonOf(over, 'why.nowFree'), 'why.nowFree');
});

test('what rang out here and still waits is known until it rings again or goes', () => {
  const why = { key: 'why.firstFree', values: {} };
  const late = card('x', true, { ringing: { offer: 1, expiresAt: now + 200, seconds: 30, why } });
  const silent = card('x', false, { agentsRinging: 0, nobodyFree: true });
  const over = room(desk(late), 6, [silent]);
  assert.deepEqual(chats(facts.rangOutOf(over, now)), ['x']);
  assert.equal(facts.remedyOf(over), 'again');
  const elsewhere = room(over, 7, [card('x', false, { agentsRinging: 2 })]);
  assert.deepEqual(facts.rangOutOf(elsewhere, now), [], 'it rings at colleagues');
  assert.deepEqual(room(over, 7, [card('x', true)]).rangOut, []);
  assert.deepEqual(room(over, 7, [], [{ chat: 'x', reason: 'taken' }]).rangOut, []);
  const withdrawn = room(desk(card('x', true)), 6, [silent]);
  assert.deepEqual(withdrawn.rangOut, [], 'its time was not over');
  const rejecting = room(desks.withAct(desk(late), 'x', 'reject'), 6, [silent]);
  assert.deepEqual(rejecting.rangOut, [], 'the agent said so');
});

test('who cannot be rung again now is told when', () => {
  const of = (/** @type {desks.Desk['browser']} */ browser) =>
    facts.remedyOf({ ...desk(), browser });
  assert.equal(of('SERVING_CUSTOMER'), 'afterChat');
  assert.equal(of('TAKING_BREAK'), 'onceOnline');
  assert.equal(of('HANG_UP'), 'onceOnline');
});

test('live chats stand before ended ones, each in their order', () => {
  const all = ['ended', 'served', 'waiting', 'served'].map((state, id) => ({ id, state }));
  const sorted = facts.liveFirst(/** @type {any} */ (all));
  assert.deepEqual(sorted.map(({ id }) => Number(id)), [1, 3, 0, 2]);
});
