/**
 * The first two steps of the set-up; the third is the welcome page, where the desk is awake already.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { TextField } from '../shared/elements/text-field.js'
 * @import { Fault } from '../shared/wire.d.ts'
 */
import { on } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { tabStore } from '../shared/store.js';
import { askConsole } from './ask.js';
import { EntryCard } from './elements/entry-card.js';
import { NewPassword } from './elements/new-password.js';
import { StepList } from './elements/step-list.js';
import { checked, explained, field, logOn } from './entries.js';
import { firstStep, stepOf } from './state/first-run.js';
import { isSpent } from './state/faults.js';

/** What was typed, without the password: it survives a reload. */
const keptKey = 'setUp';

/** @typedef {'company' | 'name' | 'email'} Kept */

export class FirstRun {
  #link;
  #show;
  #done;
  #fields;
  #password;
  /** @type {EntryCard[]} */
  #cards;
  /** Whether the company exists by what was done here. */
  #made = false;

  /**
   * @param {{ link: string, show: (page: EntryCard) => void,
   *   done: (outcome: 'welcome' | 'alreadySetUp') => void }} options
   */
  constructor({ link, show, done }) {
    this.#link = link;
    this.#show = show;
    this.#done = done;
    const kept = keptValues();
    /** @type {Record<Kept, TextField>} */
    this.#fields = {
      company: field('company', t('setUp.company'), 'text', 'organization', kept.company),
      name: field('name', t('setUp.name'), 'text', 'name', kept.name),
      email: field('email', t('setUp.email'), 'email', 'username', kept.email),
    };
    const known = () => Object.values(this.#fields).map((each) => each.value);
    this.#password = new NewPassword(t('setUp.password'), known);
    this.#cards = [this.#company(), this.#you()];
    for (const card of this.#cards) on(card, 'input', () => this.#keep());
  }

  start() {
    document.title = t('setUp.headline');
    globalThis.addEventListener('popstate', this.#follow);
    const step = firstStep(history.state?.step, keptValues());
    if (step !== history.state?.step) history.replaceState(null, '');
    this.#follow();
  }

  stop() {
    globalThis.removeEventListener('popstate', this.#follow);
  }

  /** The browser's own way back leads from step to step too. */
  #follow = () => {
    const card = this.#cards[(history.state?.step ?? 1) - 1];
    if (card) this.#show(card);
  };

  #company() {
    return new EntryCard({
      top: new StepList(1),
      headline: t('setUp.headline'),
      sub: t('setUp.sub'),
      fields: [this.#fields.company],
      go: t('setUp.next'),
      send: () => Promise.resolve({ ok: true, body: undefined }),
      done: () => {
        history.pushState({ step: 2 }, '');
        this.#follow();
      },
    });
  }

  #you() {
    return new EntryCard({
      top: new StepList(2),
      headline: t('setUp.youHeadline'),
      sub: t('setUp.youSub'),
      fields: [this.#fields.name, this.#fields.email, this.#password],
      check: checked,
      go: t('setUp.go'),
      back: () => history.back(),
      send: () => this.#send(),
      done: () => this.#finish('welcome'),
      explain: explained,
      instead: (fault) => this.#elsewhere(fault),
    });
  }

  /** @returns {Promise<Answer>} */
  async #send() {
    const { company, name, email } = this.#fields;
    if (!this.#made) {
      const answer = await askConsole('POST', 'set-up', {
        link: this.#link,
        company: company.value.trim(),
        name: name.value.trim(),
        email: email.value.trim(),
        password: this.#password.value,
      });
      // A link that is spent may be so by a press whose answer was lost: then the log-on works.
      this.#made = answer.ok || (isSpent(answer.fault) && (await this.#enter()).ok);
      if (!this.#made) return answer;
    }
    return this.#enter();
  }

  #enter() {
    return logOn(this.#fields.email.value, this.#password.value);
  }

  /**
   * What is wrong may stand on the step before.
   * @param {Fault} fault
   */
  #elsewhere(fault) {
    if (isSpent(fault)) {
      this.#finish('alreadySetUp');
      return true;
    }
    if (!fault.field || stepOf(fault.field) !== 1) return false;
    this.#fields.company.showError(explained(fault));
    history.back();
    return true;
  }

  #keep() {
    const entries = Object.entries(this.#fields).map(([name, each]) => [name, each.value]);
    tabStore.set(keptKey, Object.fromEntries(entries));
    this.#password.judge();
  }

  /** @param {'welcome' | 'alreadySetUp'} outcome */
  #finish(outcome) {
    this.stop();
    tabStore.remove(keptKey);
    this.#done(outcome);
  }
}

/** @returns {Partial<Record<Kept, string>>} */
function keptValues() {
  const kept = tabStore.get(keptKey);
  return kept !== null && typeof kept === 'object' ? kept : {};
}
