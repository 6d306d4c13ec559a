/**
 * The keys of the console, in one table: what binds them and what the map shows. Pure.
 *
 * @typedef {'answer' | 'reject' | 'palette' | 'keys' | 'chat' | 'chatNext' | 'chatBefore'
 *   | 'facts' | 'status' | 'hangUp'} Command
 * @typedef {'rings' | 'chats' | 'writing' | 'everywhere'} Group
 * @typedef {{ command: Command | '', says: string, group: Group, caps: string[],
 *   code?: string, key?: string, control?: boolean, alt?: boolean, shift?: boolean }} Binding
 *   `says`: the key of its words. `code` is a place on the keyboard, `key` what it writes. One
 *   without a command is bound by the element that has the focus; the map shows it all the same.
 * @typedef {{ key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean,
 *   shiftKey: boolean, isComposing: boolean, repeat?: boolean, keyCode?: number }} Press
 */

/** @type {readonly Binding[]} */
export const bindings = [
  {
    command: 'answer',
    says: 'keys.answer',
    group: 'rings',
    caps: ['Ctrl', 'Enter'],
    key: 'Enter',
    control: true,
  },
  {
    command: 'reject',
    says: 'keys.reject',
    group: 'rings',
    caps: ['Ctrl', 'Shift', 'Enter'],
    key: 'Enter',
    control: true,
    shift: true,
  },
  { command: 'chat', says: 'keys.chat', group: 'chats', caps: ['Alt', '1…9'], alt: true },
  {
    command: 'chatBefore',
    says: 'keys.chatBefore',
    group: 'chats',
    caps: ['Alt', 'Page ↑'],
    code: 'PageUp',
    alt: true,
  },
  {
    command: 'chatNext',
    says: 'keys.chatNext',
    group: 'chats',
    caps: ['Alt', 'Page ↓'],
    code: 'PageDown',
    alt: true,
  },
  {
    command: 'facts',
    says: 'keys.facts',
    group: 'chats',
    caps: ['Alt', 'I'],
    code: 'KeyI',
    alt: true,
  },
  {
    command: 'hangUp',
    says: 'keys.hangUp',
    group: 'chats',
    caps: ['Alt', 'H'],
    code: 'KeyH',
    alt: true,
  },
  { command: '', says: 'keys.send', group: 'writing', caps: ['Enter'] },
  { command: '', says: 'keys.newLine', group: 'writing', caps: ['Shift', 'Enter'] },
  {
    command: 'palette',
    says: 'keys.palette',
    group: 'everywhere',
    caps: ['Ctrl', 'K'],
    code: 'KeyK',
    control: true,
  },
  {
    command: 'status',
    says: 'keys.status',
    group: 'everywhere',
    caps: ['Alt', 'B'],
    code: 'KeyB',
    alt: true,
  },
  { command: 'keys', says: 'keys.keys', group: 'everywhere', caps: ['?'], key: '?' },
  { command: '', says: 'keys.close', group: 'everywhere', caps: ['Esc'] },
];

/** What belongs together, in the order of the map. @type {readonly Group[]} */
export const groups = ['rings', 'chats', 'writing', 'everywhere'];

/**
 * What a press asks for; null when it is only a press. While characters are being composed every
 * key belongs to the composing, and what writes a character is nobody's command in an input.
 * @param {Press} press
 * @param {{ writing: boolean }} situation  whether the person stands in an input
 * @returns {{ command: Command, number: number } | null}  `number`: the digit of `chat`
 */
export function commandOf(press, { writing }) {
  if (press.isComposing || press.keyCode === 229) return null;
  for (const binding of bindings) {
    const { command, control = false, alt = false, shift = false } = binding;
    if (command === '') continue;
    if (control !== (press.ctrlKey || press.metaKey) || alt !== press.altKey) continue;
    // A sign such as `?` needs Shift on some keyboards and not on others.
    const written = binding.key?.length === 1;
    if (!written && shift !== press.shiftKey) continue;
    if (written && writing) continue;
    const number = command === 'chat' ? digitOf(press) : 0;
    if (command === 'chat' ? number > 0 : isKey(binding, press)) return { command, number };
  }
  return null;
}

/**
 * Whether a press only repeats one that was obeyed, since the key is still down: that walks on
 * through the chats, and must not answer, send away or hang up once more.
 * @param {Command} command
 * @param {Press} press
 */
export function isHeld(command, { repeat = false }) {
  return repeat && command !== 'chatNext' && command !== 'chatBefore';
}

/**
 * The caps that a command is pressed with; empty for one without keys.
 * @param {Command} command
 */
export function capsOf(command) {
  return bindings.find((each) => each.command === command)?.caps ?? [];
}

/**
 * @param {Binding} binding
 * @param {Press} press
 */
function isKey({ code, key }, press) {
  return code === undefined ? press.key === key : press.code === code;
}

/**
 * By its place: with Alt some keyboards write other signs there.
 * @param {Press} press
 */
function digitOf({ code }) {
  return Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);
}
