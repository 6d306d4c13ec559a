/**
 * What stands in the settings' screens for one setting or group that has an editor of its own.
 *
 * @import { Room } from '../../../shared/wire.d.ts'
 * @import { Asked, Control } from './controls.js'
 */
import { el } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { choiceOf } from '../../setting-words.js';
import { themeColours } from '../../state/themes.js';
import { CopyLink } from '../copy-link.js';
import { chosen, colour } from './controls.js';
import { CustomFieldsEditor } from './custom-fields-editor.js';
import { ImageSetting } from './image-setting.js';
import { RoomLinks } from './room-links.js';

/**
 * Controls by the name of the setting, instead of the one of its kind.
 * @type {Record<string, (asked: Asked) => Control>}
 */
export const settingControls = {
  'contactForm.theme': theme,
  'contactForm.colour': colour,
  'contactForm.customFields': ownFields,
  'contactForm.logo': (asked) => picture(asked, { sideMax: 512 }),
  'contactForm.background': (asked) => picture(asked),
  'website.iconColour': colour,
  'website.whisperColour': colour,
  'website.whisperTextColour': colour,
};

/**
 * What stands above the settings of a group.
 * @type {Partial<Record<string, (room: Room) => HTMLElement[]>>}
 */
export const groupElements = {
  links: (room) => [new RoomLinks(room)],
  statistics: ({ statistics, statisticsDetails }) => [
    new CopyLink(t('rooms.statistics'), statistics, { opens: true }),
    new CopyLink(t('rooms.statisticsDetails'), statisticsDetails, { opens: true }),
    el('p', { class: 'quiet-text', text: t('rooms.statisticsPublic') }),
  ],
};

/**
 * An element with an own editor of a value: it tells `changed`, and is made anew for another value.
 * @param {HTMLElement & { focusFirst(): void }} element
 * @returns {Control}
 */
export function controlFrom(element) {
  return { element, inputs: [], focusFirst: () => element.focusFirst() };
}

/** @param {Asked} asked @returns {Control} */
function ownFields({ label, value }) {
  const editor = new CustomFieldsEditor(label, /** @type {any} */ (value));
  return {
    ...controlFrom(editor),
    show: (now) => editor.show(/** @type {any} */ (now)),
    showError: (place, words) => editor.showError(place, words),
  };
}

/**
 * @param {Asked} asked
 * @param {{ sideMax?: number }} [options]
 */
function picture({ label, value }, options) {
  return controlFrom(new ImageSetting(label, String(value), options));
}

/** The themes with their colours. @param {Asked} asked @returns {Control} */
function theme({ id, field, rule, value }) {
  const made = chosen(
    { id, values: rule.values, value },
    (each) => choiceOf(field, each),
    (each) => swatch(themeColours[each] ?? ''),
  );
  made.element.classList.add('swatches');
  return made;
}

/**
 * A spot of colour; the word beside it says what it is.
 * @param {string} hex
 */
export function swatch(hex) {
  const made = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  made.style.backgroundColor = hex;
  return made;
}
