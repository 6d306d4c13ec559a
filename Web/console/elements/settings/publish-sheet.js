/**
 * What a publication would change, in words, and what the linter says of it; then it is published,
 * planned or dropped.
 *
 * @import { Fault } from '../../../shared/wire.d.ts'
 * @import { RoomDraft } from '../../room-draft.js'
 */
import { button, el, fillWith, on, set, setText, tell } from '../../../shared/dom.js';
import { exactOf, faultText, many, t } from '../../../shared/i18n.js';
import { findingWords, labelOf } from '../../setting-words.js';
import { inputOfTime, timeOfInput } from '../../state/local-time.js';
import { diffList } from './diff-list.js';

const hourMilliseconds = 3_600_000;

let made = 0;

export class PublishSheet extends HTMLElement {
  #draft;
  #id = `publish-${++made}`;
  #title = el('h2', { id: `${this.#id}-title` });
  #diff = el('div', { class: 'scroll', tabindex: 0, role: 'region' });
  #findings = el('div', { class: 'finding' });
  #said = el('p', { class: 'bad', role: 'alert' });
  #publish = button(t('publish.publish'), () => void this.#act('publish'), {
    class: 'button next',
  });
  #schedule = button(t('publish.schedule'), () => this.#askWhen(), { class: 'button' });
  #discard = button(t('publish.discard'), () => void this.#act('discard'), { class: 'button' });
  #close = button(t('publish.close'), () => this.close(), { class: 'button quiet' });
  #when = el('input', { type: 'datetime-local', id: `${this.#id}-when` });
  #whenSaid = el('p', { class: 'quiet-text', role: 'status' });
  #plan = el(
    'form',
    { class: 'plan', hidden: true, novalidate: true },
    el('label', { for: `${this.#id}-when`, text: t('publish.when') }),
    this.#when,
    el('button', { type: 'submit', class: 'button next', text: t('publish.plan') }),
    this.#whenSaid,
  );
  #dialog = el('dialog', { 'aria-labelledby': this.#title.id });

  /** @param {RoomDraft} draft */
  constructor(draft) {
    super();
    this.#draft = draft;
    set(this.#diff, { 'aria-labelledby': this.#title.id });
    const choice = el('div', { class: 'choice' }, this.#publish, this.#schedule, this.#discard);
    choice.append(this.#close);
    this.#dialog.append(
      this.#title,
      this.#diff,
      this.#findings,
      this.#said,
      choice,
      this.#plan,
    );
    this.append(this.#dialog);
    // The page below hears no shortcut while it is asked.
    on(this.#dialog, 'keydown', (event) => event.stopPropagation());
    on(this.#plan, 'submit', (event) => {
      event.preventDefault();
      void this.#planIt();
    });
    on(this.#when, 'input', () => this.#showWhen());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  async open() {
    // The bar says why; what is not there yet cannot be read.
    if (this.#draft.cut) return;
    await this.#draft.settle();
    this.#showPlan(false);
    setText(this.#said, '');
    if (!this.#dialog.open) this.#dialog.showModal();
    this.show();
    (this.#publish.hidden ? this.#discard : this.#publish).focus();
  }

  close() {
    this.#dialog.close();
  }

  show() {
    const { draft, rules, faulty } = this.#draft;
    if (!draft || !this.#dialog.open) return;
    setText(this.#title, many('settings.changes', draft.changes.length));
    fillWith(this.#diff, diffList(draft.changes, rules));
    fillWith(
      this.#findings,
      ...draft.findings.map((finding) => el('p', { class: 'wait', text: findingWords(finding) })),
      ...faulty.map((field) =>
        el('p', { class: 'wait', text: t('publish.faulty', { label: labelOf(field) }) })
      ),
    );
    const isEmpty = draft.changes.length === 0;
    set(this.#publish, { hidden: isEmpty });
    set(this.#schedule, { hidden: draft.scheduled !== null || isEmpty });
    if (draft.changes.length === 0 && faulty.length === 0) this.close();
  }

  /** One next step: what was asked for last. @param {boolean} planned */
  #showPlan(planned) {
    set(this.#plan, { hidden: !planned });
    this.#publish.classList.toggle('next', !planned);
  }

  #askWhen() {
    this.#showPlan(true);
    this.#when.min = inputOfTime(Date.now());
    if (!this.#when.value) this.#when.value = inputOfTime(nextHour());
    this.#showWhen();
    this.#when.focus();
  }

  #showWhen() {
    const at = timeOfInput(this.#when.value);
    setText(this.#whenSaid, at === null ? '' : exactOf(at));
  }

  async #planIt() {
    const at = timeOfInput(this.#when.value);
    if (at === null) return setText(this.#said, t('error.fieldMissing'));
    if (at <= Date.now()) return setText(this.#said, t('publish.past'));
    await this.#after(this.#draft.schedule(at), 'schedule');
  }

  /** @param {'publish' | 'discard'} what */
  #act(what) {
    const dropped = this.#draft.draft?.changes ?? [];
    return this.#after(this.#draft[what](), what, dropped);
  }

  /**
   * @param {Promise<import('../../../shared/http.js').Answer<unknown>>} asked
   * @param {'publish' | 'discard' | 'schedule'} what
   * @param {unknown[]} [dropped]
   */
  async #after(asked, what, dropped) {
    this.#busy(true);
    setText(this.#said, '');
    const answer = await asked;
    this.#busy(false);
    if (!answer.ok) return setText(this.#said, this.#reason(answer.fault));
    this.close();
    tell(this, 'settled', { what, dropped });
  }

  /** @param {Fault} fault */
  #reason(fault) {
    // What is shown above is what somebody else has made of it; it has to be looked at again.
    if (fault.code === 'draftChanged') return t('publish.changed');
    return t('pane.actionFailed', { reason: faultText(fault) });
  }

  /** @param {boolean} busy */
  #busy(busy) {
    for (const each of this.#dialog.querySelectorAll('button')) each.disabled = busy;
  }
}

customElements.define('publish-sheet', PublishSheet);

function nextHour() {
  const now = Date.now();
  return now - now % hourMilliseconds + hourMilliseconds;
}
