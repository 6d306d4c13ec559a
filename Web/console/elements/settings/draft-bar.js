/**
 * What stands below a room's settings: which version is live, what would change, what is planned,
 * and whether everything has arrived.
 *
 * @import { SettingsChange } from '../../../shared/wire.d.ts'
 * @import { RoomDraft } from '../../room-draft.js'
 */
import { button, el, fillWith, on, set, setText } from '../../../shared/dom.js';
import { exactOf, faultText, many, numberOf, t } from '../../../shared/i18n.js';
import { labelOf } from '../../setting-words.js';
import { namesOf, whenOf } from '../../words.js';
import { PublishSheet } from './publish-sheet.js';

export class DraftBar extends HTMLElement {
  #draft;
  #sheet;
  #state = el('p', { class: 'state', role: 'status' });
  #undo = button(t('settings.undo'), () => void this.#undoLast(), { class: 'button' });
  #open = button('', () => void this.#sheet.open(), { class: 'button next' });
  #meanwhile = el('p', { class: 'note meanwhile', role: 'status' });
  #planned = el('p', { class: 'note planned', role: 'status' });
  #failed = el('p', { class: 'bad', role: 'alert' });
  /** Changes that were dropped here, and can come back. @type {SettingsChange[]} */
  #dropped = [];
  #busy = false;

  /** @param {RoomDraft} draft */
  constructor(draft) {
    super();
    this.#draft = draft;
    this.#sheet = new PublishSheet(draft);
    const row = el('div', { class: 'row' }, this.#state, this.#undo, this.#open);
    this.append(this.#meanwhile, this.#planned, this.#failed, row, this.#sheet);
    on(this.#sheet, 'settled', ({ detail }) => {
      this.#dropped = detail.what === 'discard' ? detail.dropped : [];
      this.show();
      this.focusState();
    });
  }

  focusState() {
    const to = !this.#undo.hidden ? this.#undo : this.#open;
    to.focus();
  }

  show() {
    const { draft, isSaved, cut, faulty } = this.#draft;
    if (!draft) return;
    const count = draft.changes.length;
    if (count > 0 || !isSaved) this.#dropped = [];
    setText(this.#state, this.#words());
    set(this.#undo, { hidden: !this.#canUndo });
    setText(this.#open, many('settings.changes', count));
    set(this.#open, { hidden: count === 0 && faulty.length === 0 });
    setText(
      this.#failed,
      cut ? t('settings.notSaved', { reason: faultText(cut) }) : this.#failed.textContent ?? '',
    );
    if (!cut && isSaved) setText(this.#failed, '');
    this.#showMeanwhile();
    this.#showPlanned();
    this.#sheet.show();
  }

  get #canUndo() {
    const { draft, justPublished } = this.#draft;
    return this.#dropped.length > 0 ||
      (justPublished > 1 && justPublished === draft?.version);
  }

  /** Where the settings stand, in one sentence. */
  #words() {
    const { draft, isSaved, justPublished } = this.#draft;
    if (!draft) return '';
    if (!isSaved) return t('settings.saving');
    if (this.#dropped.length > 0) return many('settings.discarded', this.#dropped.length);
    if (justPublished === draft.version) return t('settings.live', { version: draft.version });
    if (draft.changes.length > 0) return t('settings.savedAsDraft');
    const when = whenOf(draft.publishedAt, Date.now());
    const name = draft.by?.name ?? '';
    const key = name ? 'settings.liveBy' : 'settings.liveSince';
    return t(key, { version: draft.version, when, name });
  }

  #showMeanwhile() {
    const { meanwhile } = this.#draft;
    set(this.#meanwhile, { hidden: !meanwhile });
    if (!meanwhile) return fillWith(this.#meanwhile);
    const name = meanwhile.name || t('settings.somebody');
    const { fields, version } = meanwhile;
    const labels = fields.length > 0 ? namesOf(fields.map(labelOf)) : '';
    const words = version > 0
      ? t('settings.publishedMeanwhile', { name, version: numberOf(version) })
      : many('settings.changedMeanwhile', fields.length, { name, labels });
    if (this.#meanwhile.firstChild?.textContent === words) return;
    const done = button(t('settings.understood'), () => this.#draft.dismissMeanwhile(), {
      class: 'button quiet',
    });
    fillWith(this.#meanwhile, el('span', { text: words }), done);
  }

  #showPlanned() {
    const scheduled = this.#draft.draft?.scheduled ?? null;
    set(this.#planned, { hidden: !scheduled });
    const key = scheduled ? `${scheduled.publishAt} ${scheduled.changes.length}` : '';
    if (key === this.#plannedShown) return;
    this.#plannedShown = key;
    if (!scheduled) return fillWith(this.#planned);
    const { publishAt, changes } = scheduled;
    const words = many('settings.planned', changes.length, { when: exactOf(publishAt) });
    const cancel = button(t('settings.cancelPlan'), () => void this.#unschedule(), {
      class: 'button quiet',
    });
    fillWith(this.#planned, el('span', { text: words }), cancel);
  }

  #plannedShown = '';

  #undoLast() {
    if (this.#dropped.length > 0) {
      const values = this.#dropped.map(({ field, after }) => [field, after]);
      this.#dropped = [];
      return this.#draft.edit(Object.fromEntries(values));
    }
    return this.#try(() => this.#draft.restore(this.#draft.justPublished - 1));
  }

  #unschedule() {
    return this.#try(() => this.#draft.unschedule());
  }

  /** @param {() => ReturnType<RoomDraft['restore']>} act */
  async #try(act) {
    if (this.#busy) return;
    this.#busy = true;
    const answer = await act();
    this.#busy = false;
    this.show();
    if (!answer.ok) {
      setText(this.#failed, t('pane.actionFailed', { reason: faultText(answer.fault) }));
    }
  }
}

customElements.define('draft-bar', DraftBar);
