/**
 * Changes of settings in words: what it was, and what it becomes.
 *
 * @import { SettingsChange } from '../../../shared/wire.d.ts'
 * @import { Rule } from '../../state/settings-schema.js'
 */
import { el } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { icon } from '../../icons.js';
import { changeWords } from '../../setting-words.js';
import { groupOf } from '../../state/settings-layout.js';
import { tIfKnown } from '../../words.js';

/**
 * @param {SettingsChange[]} changes
 * @param {Map<string, Rule>} rules
 */
export function diffList(changes, rules) {
  return el('ul', { class: 'diff' }, ...changes.map((change) => item(change, rules)));
}

/**
 * @param {SettingsChange} change
 * @param {Map<string, Rule>} rules
 */
function item(change, rules) {
  const { label, before, after } = changeWords(change, rules);
  const group = tIfKnown(`group.${groupOf(change.field)}`);
  return el(
    'li',
    {},
    el(
      'p',
      {},
      el('span', { class: 'quiet-text', text: group }),
      ' ',
      el('strong', { text: label }),
    ),
    el(
      'p',
      { class: 'turn' },
      el('del', {}, el('bdi', { text: before })),
      arrow(),
      el('span', { class: 'spoken', text: t('settings.becomes') }),
      el('ins', {}, el('bdi', { text: after })),
    ),
  );
}

/** Turned around where one reads from the right. */
function arrow() {
  const made = icon('to');
  made.classList.add('turns');
  return made;
}
