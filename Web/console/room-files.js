/**
 * A room as one file: saved, and read from one.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { Room } from '../shared/wire.d.ts'
 */
import { button, el, on } from '../shared/dom.js';
import { faultText, t } from '../shared/i18n.js';
import { askConsole } from './ask.js';

/** The server takes no longer body: two pictures and the settings. */
const fileBytesMax = 1_536 * 1024;

/**
 * Saves a room as a file.
 * @param {Pick<Room, 'id' | 'name'>} room
 * @returns {Promise<string>} why it failed; empty: it did not
 */
export async function exportRoom({ id, name }) {
  /** @type {Answer<unknown>} */
  const answer = await askConsole('GET', `rooms/${id}/export`);
  if (!answer.ok) return t('rooms.exportFailed', { reason: faultText(answer.fault) });
  const text = `${JSON.stringify(answer.body, null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: address, download: fileNameOf(name) }).click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return '';
}

/**
 * A button that asks for a file of a room.
 * @param {string} label
 * @param {(file: unknown) => void} take
 * @param {(why: string) => void} fail  it is none
 */
export function bringInButton(label, take, fail) {
  const input = el('input', { type: 'file', accept: '.json,application/json', hidden: true });
  on(input, 'change', () => {
    const file = input.files?.[0];
    // The same file can be chosen again.
    if (file) void read(file, take, fail).then(() => input.value = '');
  });
  const opener = button(label, () => input.click(), { class: 'button quiet' });
  return el('span', { class: 'bring-in' }, opener, input);
}

/**
 * @param {File} file
 * @param {(file: unknown) => void} take
 * @param {(why: string) => void} fail
 */
async function read(file, take, fail) {
  if (file.size > fileBytesMax) return fail(t('rooms.fileTooLong'));
  try {
    const content = JSON.parse(await file.text());
    if (content?.foyerRoom === undefined) return fail(t('rooms.noRoomFile'));
    take(content);
  } catch {
    fail(t('rooms.noRoomFile'));
  }
}

/**
 * Why a file was not taken; a setting that is wrong in it is named.
 * @param {import('../shared/wire.d.ts').Fault} fault
 */
export function fileFault(fault) {
  const field = fault.field?.replace(/^file\.(settings\.)?/u, '') ?? '';
  const inside = fault.field?.startsWith('file.') && fault.code !== 'fileFromNewerVersion';
  const reason = faultText(fault);
  return inside ? t('rooms.fileField', { field, reason }) : reason;
}

/** @param {string} name */
function fileNameOf(name) {
  return `foyer-${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.json`;
}
