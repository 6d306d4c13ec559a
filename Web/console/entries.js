/** The three doors of the console: set-up, password by link, log-on. */
import { el } from '../shared/dom.js';
import { TextField } from '../shared/elements/text-field.js';
import { faultText, t } from '../shared/i18n.js';
import { askConsole } from './ask.js';
import { EntryCard } from './elements/entry-card.js';
import { isSpent, ruleOf } from './state/faults.js';

/**
 * @import { Answer } from '../shared/http.js'
 * @import { Said } from './elements/entry-card.js'
 * @import { Fault } from '../shared/wire.d.ts'
 */

/** @param {{ said: Said | null, loggedOn: () => void }} options */
export function logOnCard({ said, loggedOn }) {
  const email = field('email', t('logOn.email'), 'email', 'username');
  const password = field('password', t('logOn.password'), 'password', 'current-password');
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

/** @param {{ link: string, done: () => void }} options */
export function setUpCard({ link, done }) {
  document.title = t('setUp.headline');
  if (!link) return deadEnd(t('setUp.headline'), t('setUp.noLink'));
  const company = field('company', t('setUp.company'), 'text', 'organization');
  const name = field('name', t('setUp.name'), 'text', 'name');
  const email = field('email', t('setUp.email'), 'email', 'username');
  const password = newPassword(t('setUp.password'));
  const fields = [company, name, email, password];
  return new EntryCard({
    headline: t('setUp.headline'),
    sub: t('setUp.sub'),
    fields,
    go: t('setUp.go'),
    send: async () => {
      const values = Object.fromEntries(fields.map((each) => [each.name, valueOf(each)]));
      const answer = await askConsole('POST', 'set-up', { link, ...values });
      return answer.ok ? logOn(email.value, password.value) : answer;
    },
    done,
    explain: explained,
    instead: (fault) => isSpent(fault) && deadEnd(t('setUp.headline'), spentText(fault)),
  });
}

/** @param {{ link: string, done: () => void }} options */
export function passwordCard({ link, done }) {
  document.title = t('password.headline');
  if (!link) return deadEnd(t('password.headline'), t('password.noLink'));
  const password = newPassword(t('password.password'));
  return new EntryCard({
    headline: t('password.headline'),
    sub: t('password.sub'),
    fields: [password],
    go: t('password.go'),
    send: () => askConsole('PUT', 'me/password', { link, password: password.value }),
    done,
    explain: explained,
    instead: (fault) => isSpent(fault) && deadEnd(t('password.headline'), t('password.used')),
  });
}

/** @param {Fault} fault */
function spentText(fault) {
  return fault.code === 'alreadySetUp' ? faultText(fault) : t('setUp.used');
}

/** @param {Fault} fault */
function explained(fault) {
  const rule = ruleOf(fault);
  return rule ? t(rule) : faultText(fault);
}

/**
 * @param {string} headline
 * @param {string} sub
 */
function deadEnd(headline, sub) {
  const away = el('a', { href: '/console', class: 'button large', text: t('password.toLogOn') });
  return new EntryCard({ headline, sub, parts: [away] });
}

/**
 * @param {string} email
 * @param {string} password
 * @returns {Promise<Answer>}
 */
function logOn(email, password) {
  return askConsole('POST', 'log-on', { email: email.trim(), password, channel: 'browser' });
}

/**
 * A password is taken as it is; spaces at the ends of other things are slips.
 * @param {TextField} each
 */
function valueOf(each) {
  return each.name === 'password' ? each.value : each.value.trim();
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} type
 * @param {string} autocomplete
 */
function field(name, label, type, autocomplete) {
  return new TextField({ name, label, type, autocomplete, mandatory: true });
}

/** @param {string} label */
function newPassword(label) {
  return new TextField({
    name: 'password',
    label,
    type: 'password',
    autocomplete: 'new-password',
    mandatory: true,
    hint: t('password.rule'),
  });
}
