/**
 * The console: which of its pages the address names, and whether somebody is logged on.
 *
 * @import { Me } from '../shared/wire.d.ts'
 * @import { Said } from './elements/entry-card.js'
 */
import { loadLanguage, loadMore, t } from '../shared/i18n.js';
import { askConsole } from './ask.js';
import { openDoor } from './doors.js';
import { ConsoleShell } from './elements/console-shell.js';
import { failedCard, logOnCard } from './entries.js';
import { ComponentsPage } from './pages/components-page.js';

/** @param {HTMLElement & { focusTitle?(): void }} page */
function show(page) {
  document.body.replaceChildren(page);
  page.focusTitle?.();
}

/** @type {Record<'logOn.expired' | 'logOn.left' | 'logOn.noCookie' | 'password.saved' | 'setUp.exists', Said['kind']>} */
const kinds = {
  'logOn.expired': 'wait',
  'logOn.left': 'good',
  'logOn.noCookie': 'wait',
  'password.saved': 'good',
  'setUp.exists': 'good',
};

/** @param {keyof kinds | ''} [said]  why the person is here */
function showLogOn(said) {
  document.title = t('logOn.headline');
  const words = said ? { text: t(said), kind: kinds[said] } : null;
  show(logOnCard({ said: words, loggedOn: () => void openConsole('logOn.noCookie') }));
}

/** @param {keyof kinds | ''} [said]  for who is not logged on */
async function openConsole(said) {
  /** @type {import('../shared/http.js').Answer<Me>} */
  const answer = await askConsole('GET', 'me');
  if (answer.ok) show(new ConsoleShell({ me: answer.body, leave: showLogOn }));
  else if (answer.status === 401) showLogOn(said);
  else show(failedCard(answer.fault, () => void openConsole(said)));
}

/** @type {import('./doors.js').Ways} */
const ways = {
  show,
  welcome: () => {
    history.replaceState(null, '', '/console/welcome');
    void openConsole();
  },
  enter: (said) => {
    history.replaceState(null, '', '/console');
    void openConsole(said);
  },
};

/** Whether the address is a door of its own; what follows its `#` is the one-time link. */
function showDoor() {
  const page = location.pathname.split('/')[2];
  if (page !== 'set-up' && page !== 'password') return false;
  const link = location.hash.slice(1);
  void openDoor(page === 'set-up' ? 'setUp' : 'password', link, ways);
  return true;
}

/** The elements are shown to whoever knows the address, without a desk or a log-on. */
async function showComponents() {
  if (location.pathname !== '/console/components') return false;
  await loadLanguage('console', 'customer');
  await loadMore('settings');
  show(new ComponentsPage());
  return true;
}

await loadLanguage('console');
// A whole link opened where one stood that was cut off changes only what follows `#`.
globalThis.addEventListener('hashchange', () => void showDoor());
if (!await showComponents() && !showDoor()) await openConsole();
