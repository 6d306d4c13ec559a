/**
 * The questions of one group of a room's settings, in its sections.
 *
 * @import { Room } from '../../../shared/wire.d.ts'
 * @import { RoomDraft } from '../../room-draft.js'
 * @import { Group } from '../../state/settings-layout.js'
 */
import { button, el, fillWith, set, setText } from '../../../shared/dom.js';
import { many, t } from '../../../shared/i18n.js';
import { findingWords } from '../../setting-words.js';
import { fieldsOfGroup } from '../../state/settings-layout.js';
import { groupElements } from './setting-controls.js';
import { SettingRow } from './setting-row.js';

export class SettingsForm extends HTMLElement {
  #draft;
  #group;
  #title;
  /** @type {SettingRow[]} */
  #rows = [];
  #general = el('div', { class: 'finding' });
  #restore = button(t('settings.restore'), () => this.#restoreAll(), { class: 'button' });
  #restored = el('p', { class: 'quiet-text', role: 'status' });

  /**
   * @param {Group} group
   * @param {RoomDraft} draft
   * @param {Room} room
   */
  constructor(group, draft, room) {
    super();
    this.#draft = draft;
    this.#group = group;
    this.#title = el('h2', { tabindex: -1, text: t(`group.${group.name}`) });
    const sections = group.sections.map(({ name, questions }) => {
      const rows = questions.map((question) => new SettingRow(question, draft));
      this.#rows.push(...rows);
      const title = name ? t(`section.${group.name}.${name}`) : '';
      return el(
        'section',
        { 'aria-label': title || null },
        title !== '' && el('h3', { text: title }),
        ...rows,
      );
    });
    const intro = t(`group.${group.name}.what`);
    this.append(
      this.#title,
      el('p', { class: 'quiet-text intro', text: intro }),
      this.#general,
      ...(groupElements[group.name]?.(room) ?? []),
      ...sections,
      ...(this.#rows.length > 0
        ? [el('div', { class: 'restore' }, this.#restore, this.#restored)]
        : []),
    );
    this.show();
  }

  focusTitle() {
    this.#title.focus();
  }

  /**
   * To the question that this setting belongs to.
   * @param {string} field
   */
  focusField(field) {
    this.#rows.find((row) => row.has(field))?.focusFirst();
  }

  show() {
    for (const row of this.#rows) row.show();
    // What is wrong with no setting alone is said above all of them.
    const findings = (this.#draft.draft?.findings ?? []).filter(({ field }) => field === '');
    fillWith(
      this.#general,
      ...findings.map((finding) => el('p', { class: 'wait', text: findingWords(finding) })),
    );
    const held = document.activeElement === this.#restore;
    set(this.#restore, { disabled: this.#others.length === 0 });
    if (held && this.#others.length === 0) this.focusTitle();
  }

  /** The settings that are not what they are by default. */
  get #others() {
    const { faulty } = this.#draft;
    return fieldsOfGroup(this.#group).filter((field) =>
      faulty.includes(field) || !this.#draft.isStandard(field)
    );
  }

  #restoreAll() {
    const others = this.#others;
    const standards = others.map((field) => [field, this.#draft.rules.get(field)?.standard]);
    this.#draft.edit(Object.fromEntries(standards));
    setText(this.#restored, many('settings.restored', others.length));
  }
}

customElements.define('settings-form', SettingsForm);
