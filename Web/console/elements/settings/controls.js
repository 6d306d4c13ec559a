/**
 * What a setting is changed with, by its kind. Each tells `changed` with the new value.
 *
 * @import { Rule } from '../../state/settings-schema.js'
 *
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {(value: unknown) => void} [show]  without it the control is made anew
 * @property {(place: string, words: string) => void} [showError]  where a part of the value is
 *   wrong, such as `2.label`; empty words: nothing is
 * @property {() => void} focusFirst
 * @property {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} inputs  what a
 *   sentence or an error belongs to
 *
 * @typedef {{ field: string, label: string, id: string, rule: Rule, value: unknown }} Asked
 */
import { el, on, set, tell } from '../../../shared/dom.js';
import { t } from '../../../shared/i18n.js';
import { choiceOf } from '../../setting-words.js';
import { unitOf } from '../../state/settings-schema.js';

/** Longer texts have several lines. */
const lineCharactersMax = 200;
/** More choices are a list. */
const radiosMax = 4;

/**
 * @param {Asked} asked
 * @returns {Control}
 */
export function controlOf(asked) {
  const { kind, values } = asked.rule;
  if (kind === 'flag') return flag(asked);
  if (kind === 'number') return number(asked);
  if (kind === 'choice') return values.length <= radiosMax ? radios(asked) : select(asked);
  return kind === 'list' ? list(asked) : text(asked);
}

/**
 * A check box with its label; both can be pressed.
 * @param {Asked} asked
 * @returns {Control}
 */
export function flag({ label, id, value }) {
  const input = el('input', { type: 'checkbox', id });
  input.checked = value === true;
  const element = el('label', { class: 'check' }, input, el('span', { text: label }));
  on(input, 'change', () => tell(element, 'changed', input.checked));
  return {
    element,
    inputs: [input],
    show: (now) => {
      input.checked = now === true;
    },
    focusFirst: () => input.focus(),
  };
}

/** @param {Asked} asked @returns {Control} */
function number({ field, id, rule, value }) {
  const { min, max } = rule;
  const input = el('input', { type: 'number', id, min, max, step: 1, inputmode: 'numeric' });
  input.value = String(value ?? '');
  const unit = unitOf(field);
  const element = el('div', { class: 'amount' }, input);
  if (unit) element.append(el('span', { class: 'quiet-text', text: t(`unit.${unit}`) }));
  on(input, 'input', () => tell(element, 'changed', input.valueAsNumber));
  return {
    element,
    inputs: [input],
    show: (now) => {
      if (input.valueAsNumber !== now) input.value = String(now ?? '');
    },
    focusFirst: () => input.focus(),
  };
}

/** @param {Asked} asked @returns {Control} */
function text({ id, rule, value }) {
  const long = rule.max >= lineCharactersMax;
  const input = long
    ? el('textarea', { id, rows: 3, dir: 'auto' })
    : el('input', { type: 'text', id, dir: 'auto', autocomplete: 'off' });
  input.value = String(value ?? '');
  on(input, 'input', () => tell(input, 'changed', input.value));
  return {
    element: input,
    inputs: [input],
    show: (now) => {
      // The server takes blanks off the ends; whoever types is not disturbed by it.
      if (input.value.trim() !== String(now ?? '').trim()) input.value = String(now ?? '');
    },
    focusFirst: () => input.focus(),
  };
}

/** Several short words in one line. @param {Asked} asked @returns {Control} */
function list({ id, value }) {
  const input = el('input', { type: 'text', id, dir: 'auto', autocomplete: 'off' });
  /** @param {unknown} words */
  const joined = (words) => (Array.isArray(words) ? words : []).join(', ');
  /** @param {string} line */
  const split = (line) => line.split(/[,،、，]/u).map((word) => word.trim()).filter(Boolean);
  input.value = joined(value);
  on(input, 'input', () => tell(input, 'changed', split(input.value)));
  return {
    element: input,
    inputs: [input],
    show: (now) => {
      if (joined(split(input.value)) !== joined(now)) input.value = joined(now);
    },
    focusFirst: () => input.focus(),
  };
}

/** @param {Asked} asked @returns {Control} */
function select({ field, id, rule, value }) {
  const options = rule.values.map((each) => new Option(choiceOf(field, each), each));
  const input = el('select', { id }, ...options);
  input.value = String(value ?? '');
  on(input, 'change', () => tell(input, 'changed', input.value));
  return {
    element: input,
    inputs: [input],
    show: (now) => {
      input.value = String(now ?? '');
    },
    focusFirst: () => input.focus(),
  };
}

/** @param {Asked} asked @returns {Control} */
function radios({ field, id, rule, value }) {
  return chosen({ id, values: rule.values, value }, (each) => choiceOf(field, each));
}

/**
 * Radio buttons, one under the other.
 * @param {{ id: string, values: string[], value: unknown }} asked
 * @param {(value: string) => string} wordOf
 * @param {(value: string) => HTMLElement} [signOf]  beside the word
 * @returns {Control}
 */
export function chosen({ id, values, value }, wordOf, signOf) {
  const inputs = values.map((each, at) => {
    return el('input', { type: 'radio', name: id, value: each, id: at === 0 ? id : null });
  });
  const element = el('div', { class: 'radios' });
  for (const input of inputs) {
    const label = el('label', { class: 'check' }, input, signOf?.(input.value));
    label.append(el('span', { text: wordOf(input.value) }));
    element.append(label);
    on(input, 'change', () => tell(element, 'changed', input.value));
  }
  /** @param {unknown} now */
  const show = (now) => {
    for (const input of inputs) input.checked = input.value === now;
  };
  show(value);
  const first = () => inputs.find((input) => input.checked) ?? inputs[0];
  return { element, inputs, show, focusFirst: () => first()?.focus() };
}

/**
 * A colour in six digits, chosen or typed; where the standard is none, it can be left out.
 * @param {Asked} asked
 * @returns {Control}
 */
export function colour({ id, label, rule, value }) {
  const own = el('input', { type: 'checkbox', id });
  const picker = el('input', { type: 'color', 'aria-label': label });
  const digits = el('input', {
    type: 'text',
    dir: 'ltr',
    maxlength: 7,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': t('settings.colourDigits', { label }),
  });
  const both = el('div', { class: 'digits' }, picker, digits);
  const optional = rule.standard === '' || rule.standard === null;
  const element = el('div', { class: 'colour' });
  if (optional) {
    element.append(
      el('label', { class: 'check' }, own, el('span', { text: t('settings.ownColour') })),
    );
  }
  element.append(both);
  /** @param {unknown} now */
  const show = (now) => {
    const hex = typeof now === 'string' ? now : '';
    own.checked = hex !== '';
    set(both, { hidden: optional && hex === '' });
    if (isColour(hex)) picker.value = hex;
    if (digits.value.toLowerCase() !== hex.toLowerCase()) digits.value = hex;
  };
  show(value);
  on(own, 'change', () => tell(element, 'changed', own.checked ? picker.value : rule.standard));
  on(picker, 'input', () => tell(element, 'changed', picker.value));
  on(digits, 'input', () => {
    // Who takes the digits out puts others in; the check box takes the colour away.
    const isBegun = digits.value.trim() !== '' || !optional;
    if (isBegun) tell(element, 'changed', hexOf(digits.value));
  });
  on(digits, 'change', () => {
    if (digits.value.trim() === '' && own.checked) digits.value = picker.value;
  });
  const first = optional ? own : picker;
  return { element, inputs: [first, digits], show, focusFirst: () => first.focus() };
}

/** What people paste has no `#` sometimes. @param {string} typed */
function hexOf(typed) {
  const word = typed.trim();
  return /^[0-9a-f]{6}$/i.test(word) ? `#${word}` : word;
}

/** @param {string} hex */
export function isColour(hex) {
  return /^#[0-9a-f]{6}$/i.test(hex);
}
