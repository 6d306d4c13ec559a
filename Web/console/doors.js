/**
 * The doors that a one-time link opens. What the link is good for is asked before anything is typed.
 *
 * @import { Answer } from '../shared/http.js'
 *
 * @typedef {{ for: 'setUp' } | { for: 'password', name: string, email: string }} LinkFacts
 *
 * @typedef {object} Ways  where the doors lead
 * @property {(page: HTMLElement & { focusTitle?(): void }) => void} show
 * @property {() => void} welcome  the company exists now, and its administrator is logged on
 * @property {(said: 'password.saved' | 'setUp.exists' | '') => void} enter  to the console, or to the
 *   log-on
 */
import { t } from '../shared/i18n.js';
import { askConsole } from './ask.js';
import { EntryCard } from './elements/entry-card.js';
import { deadEnd, failedCard, passwordCard } from './entries.js';
import { FirstRun } from './first-run.js';

const silentMilliseconds = 300;

const words = /** @type {const} */ ({
  setUp: { headline: 'setUp.headline', cutOff: 'setUp.noLink', used: 'setUp.used' },
  password: { headline: 'password.headline', cutOff: 'password.noLink', used: 'password.used' },
});

/** The set-up that is on the screen. @type {FirstRun | null} */
let running = null;
/** Counts the openings: an answer that comes late belongs to another link. */
let openings = 0;

/**
 * @param {'setUp' | 'password'} page
 * @param {string} link
 * @param {Ways} ways
 */
export async function openDoor(page, link, ways) {
  const opening = ++openings;
  running?.stop();
  const { headline, cutOff } = words[page];
  if (!link) return ways.show(deadEnd(t(headline), t(cutOff)));
  const slow = setTimeout(() => {
    ways.show(new EntryCard({ headline: t(headline), sub: t('page.loading') }));
  }, silentMilliseconds);
  /** @type {Answer<LinkFacts>} */
  const answer = await askConsole('POST', 'links', { link });
  clearTimeout(slow);
  if (opening !== openings) return;
  if (answer.ok) return goThrough(answer.body, link, ways);
  const { fault } = answer;
  if (fault.code === 'alreadySetUp') return ways.enter('setUp.exists');
  if (fault.code === 'linkUsedOrExpired') {
    // Who has kept the link of the set-up as a bookmark, and is logged on, goes on.
    const known = page === 'setUp' && (await askConsole('GET', 'me')).ok;
    return known ? ways.enter('') : ways.show(spent(page));
  }
  ways.show(failedCard(fault, () => void openDoor(page, link, ways)));
}

/**
 * The link decides, whatever page it was opened on.
 * @param {LinkFacts} facts
 * @param {string} link
 * @param {Ways} ways
 */
function goThrough(facts, link, ways) {
  if (facts.for === 'setUp') {
    running = new FirstRun({
      link,
      show: ways.show,
      done: (outcome) => outcome === 'welcome' ? ways.welcome() : ways.enter('setUp.exists'),
    });
    return running.start();
  }
  ways.show(passwordCard({
    link,
    name: facts.name,
    email: facts.email,
    saved: (entered) => ways.enter(entered ? '' : 'password.saved'),
    spent: () => ways.show(spent('password')),
  }));
}

/** @param {'setUp' | 'password'} page */
function spent(page) {
  return deadEnd(t(words[page].headline), t(words[page].used));
}
