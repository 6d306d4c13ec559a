/**
 * The versions of a room's settings, the newest first: when, who, how, and what each changed. Any of
 * them can be made live again.
 *
 * @import { SettingsVersion } from '../../../shared/wire.d.ts'
 * @import { RoomDraft } from '../../room-draft.js'
 */
import { button, el, fillWith, set, setText, tell } from '../../../shared/dom.js';
import { exactOf, faultText, many, t } from '../../../shared/i18n.js';
import { versionWords } from '../../setting-words.js';
import { whenOf } from '../../words.js';
import { diffList } from './diff-list.js';

export class RoomHistory extends HTMLElement {
  #draft;
  #title = el('h2', { tabindex: -1, text: t('group.history') });
  #list = el('ol', { class: 'versions' });
  #said = el('p', { class: 'bad', role: 'alert' });
  #more = button(t('history.more'), () => void this.#fetch(), { class: 'button', hidden: true });
  /** @type {SettingsVersion[]} */
  #versions = [];
  #live = 0;

  /** @param {RoomDraft} draft */
  constructor(draft) {
    super();
    this.#draft = draft;
    this.append(
      this.#title,
      el('p', { class: 'quiet-text intro', text: t('group.history.what') }),
      this.#list,
      this.#said,
      this.#more,
    );
    this.show();
  }

  focusTitle() {
    this.#title.focus();
  }

  show() {
    const version = this.#draft.draft?.version ?? 0;
    if (version === this.#live) return;
    this.#live = version;
    this.#versions = [];
    void this.#fetch();
  }

  async #fetch() {
    const live = this.#live;
    set(this.#more, { disabled: true });
    const answer = await this.#draft.versions(this.#versions.at(-1)?.version);
    if (live !== this.#live) return;
    set(this.#more, { disabled: false });
    if (!answer.ok) {
      if (answer.status === 401) return tell(this, 'expired');
      // Pressed again it asks again, also for the first ones.
      set(this.#more, { hidden: false });
      return setText(this.#said, t('page.failed', { reason: faultText(answer.fault) }));
    }
    setText(this.#said, '');
    this.#versions.push(...answer.body.versions);
    set(this.#more, { hidden: !answer.body.more });
    fillWith(this.#list, ...this.#versions.map((version) => this.#item(version)));
  }

  /** @param {SettingsVersion} version */
  #item(version) {
    const { publishedAt, changes } = version;
    const isLive = version.version === this.#live;
    const title = t('history.version', { version: version.version });
    const when = el('time', {
      title: exactOf(publishedAt),
      text: versionWords(version, whenOf(publishedAt, Date.now())),
    });
    const back = button(t('history.restore'), () => void this.#restore(version), {
      class: 'button',
      'aria-label': t('history.restoreOf', { version: version.version }),
    });
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'head' },
        el('h3', {}, title, ' ', isLive && el('span', { class: 'tag', text: t('history.live') })),
        !isLive && back,
      ),
      el('p', { class: 'quiet-text' }, when),
      changes.length > 0 && el(
        'details',
        {},
        el('summary', { text: many('settings.changes', changes.length) }),
        diffList(changes, this.#draft.rules),
      ),
    );
  }

  /** @param {SettingsVersion} version */
  async #restore({ version }) {
    const answer = await this.#draft.restore(version);
    if (answer.ok) return this.focusTitle();
    const { fault } = answer;
    const reason = fault.code === 'draftChanged' ? t('history.changed') : faultText(fault);
    setText(this.#said, t('pane.actionFailed', { reason }));
  }
}

customElements.define('room-history', RoomHistory);
