import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterClose,
  doubted,
  firstPulse,
  heard,
  look,
  pauseBefore,
  saidOf,
  scheduled,
} from './link.js';

test('the close codes say whether to come back', () => {
  for (const code of [1001, 1006, 4000, 4001, 4002, 4004]) assert.equal(afterClose(code), 'atOnce');
  for (const code of [1002, 1003, 1007, 1008, 1009, 1013, 4003]) {
    assert.equal(afterClose(code), 'pause');
  }
  for (const code of [4500, 4501, 4502]) assert.equal(afterClose(code), 'stayAway');
});

test('pauses grow, vary, and end at half a minute', () => {
  assert.equal(pauseBefore(0, 'atOnce', 0), 0);
  assert.ok(pauseBefore(0, 'atOnce', 1) <= 300);
  assert.equal(pauseBefore(1, 'atOnce', 1), 2000);
  assert.equal(pauseBefore(1, 'atOnce', 0), 1000);
  assert.equal(pauseBefore(0, 'pause', 1), 1000);
  assert.equal(pauseBefore(40, 'pause', 1), 30_000);
});

test('a link that answers is asked again after a while', () => {
  const asked = look(firstPulse(0), 20_000);
  assert.equal(asked.action, 'ping');
  const answered = scheduled(heard(asked.pulse, 20_100));
  assert.equal(answered.dueAt, 40_100);
});

test('a link that does not answer in time is dead', () => {
  const asked = look(firstPulse(0), 20_000);
  assert.equal(look(asked.pulse, 30_000).action, 'dead');
});

test('a timer that comes late asks once more instead of burying a living link', () => {
  const asked = look(firstPulse(0), 20_000);
  const late = look(asked.pulse, 80_000);
  assert.equal(late.action, 'ping');
  assert.equal(look(late.pulse, 90_000).action, 'dead');
});

test('a rumour that the network is gone is checked within three seconds', () => {
  const { pulse, asks } = doubted(firstPulse(0), 5000);
  assert.equal(asks, true);
  assert.equal(pulse.dueAt, 8000);
  assert.equal(look(pulse, 8000).action, 'dead');
  const asked = look(firstPulse(0), 20_000).pulse;
  assert.equal(doubted(asked, 21_000).asks, false, 'one question is enough');
  assert.equal(doubted(asked, 21_000).pulse.dueAt, 24_000);
  assert.equal(doubted(asked, 29_000).pulse.dueAt, 30_000, 'never later than before');
});

test('being offline is told at once, and taken back when the link outlives it', () => {
  const link = { state: 'open', onLine: false, lostAt: 0, offlineAt: 1000 };
  const told = saidOf(link, 1000);
  assert.equal(told.said, 'offline');
  assert.deepEqual(saidOf(link, told.again ?? 0), { said: '', again: null });
  assert.equal(saidOf({ ...link, state: 'lost', lostAt: 3000 }, 9000).said, 'offline');
  assert.equal(saidOf({ ...link, onLine: true, offlineAt: 0 }, 1500).said, '');
});

test('a short loss is not worth a word', () => {
  const link = { state: 'lost', onLine: true, lostAt: 1000, offlineAt: 0 };
  assert.deepEqual(saidOf(link, 1699), { said: '', again: 1700 });
  assert.equal(saidOf(link, 1700).said, 'lost');
});
