/**
 * The ways to the groups of a room's settings: which is shown, where something was changed, and
 * where something cannot work.
 *
 * @import { RoomDraft } from '../../room-draft.js'
 * @import { Group, GroupName } from '../../state/settings-layout.js'
 */
import { el, on, set, tell } from '../../../shared/dom.js';
import { many, t } from '../../../shared/i18n.js';
import { icon } from '../../icons.js';
import { groupOf } from '../../state/settings-layout.js';

export class SettingsGroups extends HTMLElement {
  #draft;
  /** @type {Map<GroupName, { way: HTMLElement, changed: HTMLElement, found: HTMLElement }>} */
  #ways = new Map();

  /**
   * @param {Group[]} groups
   * @param {RoomDraft} draft
   * @param {string} room  its id
   */
  constructor(groups, draft, room) {
    super();
    this.#draft = draft;
    const items = groups.map(({ name }) => el('li', {}, this.#way(name, room)));
    const label = t('settings.groups');
    this.append(el('nav', { 'aria-label': label }, el('ul', {}, ...items)));
  }

  /** @param {GroupName} now */
  show(now) {
    const changes = this.#draft.draft?.changes ?? [];
    const findings = this.#draft.draft?.findings ?? [];
    const faulty = this.#draft.faulty;
    for (const [name, { way, changed, found }] of this.#ways) {
      set(way, { 'aria-current': name === now ? 'page' : null });
      const count = changes.filter(({ field }) => groupOf(field) === name).length;
      set(changed, { hidden: count === 0, 'aria-label': many('settings.changes', count) });
      const wrong = findings.filter(({ field }) => groupOf(field) === name).length +
        faulty.filter((field) => groupOf(field) === name).length;
      set(found, { hidden: wrong === 0 });
      found.querySelector('.spoken')?.replaceChildren(many('settings.findings', wrong));
    }
  }

  focusFirst() {
    this.querySelector('a')?.focus();
  }

  /**
   * @param {GroupName} name
   * @param {string} room
   */
  #way(name, room) {
    const changed = el('span', { class: 'changed', role: 'img', hidden: true });
    const found = el('span', { class: 'found', hidden: true }, icon('alert'));
    found.append(el('span', { class: 'spoken' }));
    const page = `rooms/${room}/${name}`;
    const words = el('span', { class: 'words', text: t(`group.${name}`) });
    const way = el('a', { href: `/console/${page}` }, words, changed, found);
    on(way, 'click', (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      tell(this, 'open-page', page);
    });
    this.#ways.set(name, { way, changed, found });
    return way;
  }
}

customElements.define('settings-groups', SettingsGroups);
