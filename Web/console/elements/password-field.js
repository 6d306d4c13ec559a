/** A field for a password, which can be seen for a while. */
import { button, setText } from '../../shared/dom.js';
import { TextField } from '../../shared/elements/text-field.js';
import { t } from '../../shared/i18n.js';

/** @import { FieldOptions } from '../../shared/elements/text-field.js' */

/** @param {FieldOptions} options */
export function passwordField(options) {
  const field = new TextField({ ...options, type: 'password' });
  const input = field.querySelector('input');
  if (input) input.parentElement?.append(revealer(input));
  return field;
}

/** @param {HTMLInputElement} input */
function revealer(input) {
  const toggle = button(t('field.show'), () => {
    const hidden = input.type === 'password';
    input.type = hidden ? 'text' : 'password';
    setText(toggle, t(hidden ? 'field.hide' : 'field.show'));
  }, { class: 'button quiet' });
  return toggle;
}
