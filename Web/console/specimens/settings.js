/**
 * The main elements of the rooms' settings, in their states.
 *
 * @import { Draft, Finding, SettingsChange } from '../../shared/wire.d.ts'
 * @import { RoomDraft } from '../room-draft.js'
 * @import { Question } from '../state/settings-layout.js'
 * @import { Specimen } from '../pages/components-page.js'
 */
import { t } from '../../shared/i18n.js';
import { DraftBar } from '../elements/settings/draft-bar.js';
import { RoomName } from '../elements/settings/room-name.js';
import { SettingRow } from '../elements/settings/setting-row.js';
import { isSame } from '../state/settings-edits.js';
import { rulesOf } from '../state/settings-schema.js';
import { themeColours } from '../state/themes.js';
import { now, publicRoom } from './sample.js';

const flag = { type: 'boolean', default: true };
const calls = { ...flag, 'x-waitsFor': 'CALL' };
const rules = rulesOf({
  properties: {
    contactForm: {
      properties: {
        chatButton: flag,
        voiceButton: calls,
        header: { type: 'string', maxLength: 120, default: '' },
        theme: { type: 'string', enum: Object.keys(themeColours), default: 'harbour' },
        colour: { type: 'string', pattern: '^(#[0-9a-fA-F]{6})?$', default: '' },
        name: { properties: { hidden: flag, mandatory: flag } },
      },
    },
    distribution: {
      properties: {
        maxRounds: { type: 'integer', minimum: 1, maximum: 100, default: 1 },
        waitLimitSeconds: { type: 'integer', minimum: 0, maximum: 86_400, default: 0 },
      },
    },
  },
});

/** @returns {Specimen[]} */
export function settingsElements() {
  const name = { pair: 'contactForm.name', parts: ['hidden', 'mandatory'] };
  const late = { rule: 'waitShorterThanRing', field: 'distribution.waitLimitSeconds', message: '' };
  return [
    { element: 'setting-row', state: 'default', make: () => row('contactForm.chatButton') },
    { element: 'setting-row', state: 'not connected', make: () => row('contactForm.voiceButton') },
    {
      element: 'setting-row',
      state: 'changed',
      make: () => row('contactForm.header', { value: t('sample.thanks') }),
    },
    { element: 'setting-row', state: 'two in one', make: () => row(name) },
    { element: 'setting-row', state: 'themes', make: () => row('contactForm.theme') },
    {
      element: 'setting-row',
      state: 'finding',
      make: () => row('distribution.waitLimitSeconds', { value: 5, findings: [late] }),
    },
    {
      element: 'setting-row',
      state: 'wrong',
      make: () => row('distribution.maxRounds', { value: 3, wrong: true }),
    },
    { element: 'draft-bar', state: 'live', make: () => bar({}) },
    { element: 'draft-bar', state: 'changes', make: () => bar({ changes: 3 }) },
    { element: 'draft-bar', state: 'planned', make: () => bar({ planned: true }) },
    { element: 'room-name', state: 'new', make: named },
  ];
}

/**
 * A draft that nobody keeps.
 * @param {Partial<Draft>} draft
 * @param {{ value?: unknown, wrong?: boolean }} [how]
 * @returns {RoomDraft}
 */
function draftOf(draft, { value, wrong = false } = {}) {
  const problem = wrong ? { key: 'settings.range', values: { min: 1, max: 100 } } : undefined;
  /** @type {(field: string) => unknown} */
  const valueOf = (field) => value ?? rules.get(field)?.standard;
  const whole = {
    version: 12,
    publishedAt: now,
    by: null,
    changes: [],
    findings: [],
    scheduled: null,
    preview: publicRoom(),
    ...draft,
  };
  return /** @type {any} */ ({
    draft: whole,
    rules,
    value: valueOf,
    isStandard: (/** @type {string} */ field) => isSame(valueOf(field), rules.get(field)?.standard),
    wrong: () => ({ problem }),
    faulty: [],
    isSaved: true,
    cut: null,
    meanwhile: null,
    justPublished: 0,
    edit() {},
  });
}

/**
 * @param {Question} question
 * @param {{ value?: unknown, wrong?: boolean, findings?: Finding[] }} [how]
 */
function row(question, { findings = [], ...how } = {}) {
  return new SettingRow(question, draftOf({ findings }, how));
}

/** @param {{ changes?: number, planned?: boolean }} how */
function bar({ changes = 0, planned = false }) {
  /** @type {SettingsChange} */
  const change = { field: 'distribution.maxRounds', before: 1, after: 3 };
  const scheduled = { publishAt: now + 86_400_000, by: null, changes: [change] };
  const made = new DraftBar(draftOf({
    changes: Array.from({ length: changes }, () => change),
    scheduled: planned ? scheduled : null,
  }));
  made.show();
  return made;
}

function named() {
  const ask = () =>
    Promise.resolve({
      ok: /** @type {const} */ (false),
      status: 0,
      fault: { code: 'notReached', message: '' },
    });
  return new RoomName({ label: t('rooms.name'), go: t('rooms.create'), ask });
}
