/**
 * The console: which of its pages the address names, and whether somebody is logged on.
 *
 * @import { Me } from '../shared/wire.d.ts'
 * @import { Said } from './elements/entry-card.js'
 */
import { button } from '../shared/dom.js';
import { faultText, loadLanguage, t } from '../shared/i18n.js';
import { askConsole } from './ask.js';
import { ConsoleShell } from './elements/console-shell.js';
import { EntryCard } from './elements/entry-card.js';
import { logOnCard, passwordCard, setUpCard } from './entries.js';

/** @param {HTMLElement & { focusTitle?(): void }} page */
function show(page) {
  document.body.replaceChildren(page);
  page.focusTitle?.();
}

/** @type {Record<'logOn.expired' | 'logOn.left' | 'password.saved', Said['kind']>} */
const kinds = { 'logOn.expired': 'wait', 'logOn.left': 'good', 'password.saved': 'good' };

/** @param {keyof kinds} [said]  why the person is here */
function showLogOn(said) {
  document.title = t('logOn.headline');
  const words = said ? { text: t(said), kind: kinds[said] } : null;
  show(logOnCard({ said: words, loggedOn: () => void openConsole() }));
}

async function openConsole() {
  /** @type {import('../shared/http.js').Answer<Me>} */
  const answer = await askConsole('GET', 'me');
  if (answer.ok) {
    show(new ConsoleShell({ me: answer.body, leave: showLogOn }));
  } else if (answer.status === 401) showLogOn();
  else {
    const again = button(t('page.again'), () => void openConsole(), { class: 'button next large' });
    show(
      new EntryCard({
        headline: t('console.title'),
        sub: t('page.failed', { reason: faultText(answer.fault) }),
        parts: [again],
      }),
    );
  }
}

function toConsole() {
  history.replaceState(null, '', '/console');
  return openConsole();
}

/** Whether the address is a door of its own; what follows its `#` is the one-time link. */
function showDoor() {
  const page = location.pathname.split('/')[2] ?? '';
  const link = decodeURIComponent(location.hash.slice(1));
  if (page === 'set-up') show(setUpCard({ link, done: () => void toConsole() }));
  else if (page === 'password') {
    show(passwordCard({
      link,
      done: () => {
        history.replaceState(null, '', '/console');
        showLogOn('password.saved');
      },
    }));
  } else return false;
  return true;
}

await loadLanguage('console');
// A whole link opened where one stood that was cut off changes only what follows `#`.
globalThis.addEventListener('hashchange', () => void showDoor());
if (!showDoor()) await openConsole();
