/** The doors of the console that need no link, and the one of a password; what they share. */
import { button, el } from '../shared/dom.js';
import { TextField } from '../shared/elements/text-field.js';
import { faultText, t } from '../shared/i18n.js';
import { askConsole } from './ask.js';
import { EntryCard } from './elements/entry-card.js';
import { NewPassword } from './elements/new-password.js';
import { passwordField } from './elements/password-field.js';
import { isSpent, ruleOf } from './state/faults.js';
import { problemsOf } from './state/first-run.js';

/**
 * @import { Answer } from '../shared/http.js'
 * @import { Said } from './elements/entry-card.js'
 * @import { Fault } from '../shared/wire.d.ts'
 */

/** @param {{ said: Said | null, loggedOn: () => void }} options */
export function logOnCard({ said, loggedOn }) {
  const email = field('email', t('logOn.email'), 'email', 'username');
  const password = passwordField({
    name: 'password',
    label: t('logOn.password'),
    autocomplete: 'current-password',
    mandatory: true,
  });
  return new EntryCard({
    headline: t('logOn.headline'),
    said,
    fields: [email, password],
    go: t('logOn.go'),
    send: () => logOn(email.value, password.value),
    done: loggedOn,
    explain: (fault) => faultText(fault),
  });
}

/**
 * @param {{ link: string, name: string, email: string, saved: (entered: boolean) => void,
 *   spent: () => void }} options  `entered`: whether the new password logged the person on, too
 */
export function passwordCard({ link, name, email, saved, spent }) {
  document.title = t('password.headline');
  const password = new NewPassword(t('password.password'), () => [name, email]);
  return new EntryCard({
    headline: t('password.greeting', { name }),
    sub: t('password.sub', { email }),
    account: email,
    fields: [password],
    check: checked,
    go: t('password.go'),
    send: () => askConsole('PUT', 'me/password', { link, password: password.value }),
    done: async () => saved((await logOn(email, password.value)).ok),
    explain: explained,
    instead: (fault) => {
      if (isSpent(fault)) spent();
      return isSpent(fault);
    },
  });
}

/**
 * Nothing can be done here but go to the log-on.
 * @param {string} headline
 * @param {string} sub
 */
export function deadEnd(headline, sub) {
  document.title = headline;
  const away = el('a', { href: '/console', class: 'button large', text: t('password.toLogOn') });
  return new EntryCard({ headline, sub, parts: [away] });
}

/**
 * What the page needs could not be asked for.
 * @param {Fault} fault
 * @param {() => void} retry
 */
export function failedCard(fault, retry) {
  return new EntryCard({
    headline: t('console.title'),
    sub: t('page.failed', { reason: faultText(fault) }),
    parts: [button(t('page.again'), retry, { class: 'button next large' })],
  });
}

/** @param {Fault} fault */
export function explained(fault) {
  const rule = ruleOf(fault);
  return rule ? t(rule) : faultText(fault);
}

/** @param {Record<string, string>} values */
export function checked(values) {
  const problems = Object.entries(problemsOf(values));
  return Object.fromEntries(problems.map(([name, key]) => [name, t(key)]));
}

/**
 * @param {string} email
 * @param {string} password
 * @returns {Promise<Answer>}
 */
export function logOn(email, password) {
  return askConsole('POST', 'log-on', { email: email.trim(), password, channel: 'browser' });
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} type
 * @param {string} autocomplete
 * @param {string} [value]
 */
export function field(name, label, type, autocomplete, value = '') {
  return new TextField({ name, label, type, autocomplete, value, mandatory: true });
}
