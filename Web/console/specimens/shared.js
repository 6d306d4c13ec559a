/** The elements of both sides, in their states. */
import { el } from '../../shared/dom.js';
import { ChatComposer } from '../../shared/elements/chat-composer.js';
import { ChatTranscript } from '../../shared/elements/chat-transcript.js';
import { CheckField } from '../../shared/elements/check-field.js';
import { ChoiceField } from '../../shared/elements/choice-field.js';
import { LinkBar } from '../../shared/elements/link-bar.js';
import { PeerPreview } from '../../shared/elements/peer-preview.js';
import { TextField } from '../../shared/elements/text-field.js';
import { many, t } from '../../shared/i18n.js';
import { Store } from '../../shared/store.js';
import { passwordField } from '../elements/password-field.js';
import { eventText, factsLine } from '../elements/told.js';
import { CustomFieldsEditor } from '../elements/settings/custom-fields-editor.js';
import { marked, ownFields, told, transcript } from './sample.js';

/**
 * @import { FieldOptions } from '../../shared/elements/text-field.js'
 * @import { LinkState } from '../../shared/connection.js'
 * @import { Transcript } from '../../shared/state/transcript.js'
 * @import { CustomField, Who } from '../../shared/wire.d.ts'
 * @import { Specimen } from '../pages/components-page.js'
 */

/** @returns {Specimen[]} */
export function sharedElements() {
  return [
    { element: 'text-field', state: 'empty', make: () => field({}) },
    {
      element: 'text-field',
      state: 'filled, optional',
      make: () => field({ value: t('sample.customer'), optional: true }),
    },
    {
      element: 'text-field',
      state: 'error',
      make: () => withError(field({ type: 'email', value: 'mei' })),
    },
    {
      element: 'text-field',
      state: 'hint, password',
      make: () => passwordField({ ...named(), value: 'password', hint: t('password.rule') }),
    },
    {
      element: 'text-field',
      state: 'disabled',
      make: () => disabled(field({ value: t('sample.customer') })),
    },
    {
      element: 'text-field',
      state: 'lines',
      make: () => field({ lines: true, value: t('sample.long') }),
    },
    { element: 'choice-field', state: 'empty, error', make: () => choice('') },
    { element: 'choice-field', state: 'chosen, optional', make: () => choice(t('agents.name')) },
    { element: 'check-field', state: 'empty, error', make: () => box(false) },
    { element: 'check-field', state: 'ticked', make: () => box(true) },
    { element: 'custom-fields-editor', state: 'empty', make: () => editor([]) },
    { element: 'custom-fields-editor', state: 'filled', make: () => editor(ownFields()) },
    { element: 'chat-composer', state: 'empty', make: () => composer('') },
    { element: 'chat-composer', state: 'filled', make: () => composer(t('sample.long')) },
    { element: 'chat-composer', state: 'error', make: () => tooLong() },
    {
      element: 'chat-transcript',
      state: 'of a customer',
      make: () => talk('customer', transcript()),
    },
    { element: 'chat-transcript', state: 'of an agent', make: () => talk('agent', transcript()) },
    {
      element: 'chat-transcript',
      state: 'sent, delivered, read, sending, refused',
      make: () => talk('customer', marked()),
    },
    { element: 'chat-transcript', state: 'told', make: () => talk('agent', told()) },
    { element: 'peer-preview', state: 'typing', make: () => preview(t('sample.question')) },
    { element: 'peer-preview', state: 'long', make: () => preview(t('sample.long')) },
    { element: 'link-bar', state: 'lost', make: () => bar('lost') },
    {
      element: 'link-bar',
      state: 'away',
      make: () => bar('open', { text: many('pane.away', 42), count: '' }),
    },
    { element: 'link-bar', state: 'open', make: () => bar('open') },
  ];
}

/** @param {Partial<FieldOptions>} options */
function field(options) {
  return new TextField({ ...named(), ...options });
}

function named() {
  return { name: 'name', label: t('agents.name') };
}

/** @param {string} value */
function choice(value) {
  const choices = [t('agents.name'), t('sample.long')];
  const optional = value !== '';
  const made = new ChoiceField({ ...named(), choices, value, optional });
  if (!optional) made.showError(t('form.choose'));
  return made;
}

/** @param {CustomField[]} fields */
function editor(fields) {
  return new CustomFieldsEditor(t('ownFields.label'), fields);
}

/** @param {boolean} value */
function box(value) {
  const made = new CheckField({ name: 'box', label: t('sample.long'), value });
  if (!value) made.showError(t('error.fieldMissing'));
  return made;
}

/** @param {TextField} made */
function withError(made) {
  made.showError(t('form.errorEmail'));
  return made;
}

/** @param {HTMLElement} made */
function disabled(made) {
  made.querySelector('input')?.setAttribute('disabled', '');
  return made;
}

/**
 * @param {string} text
 * @param {number} [bytesMax]
 */
function composer(text, bytesMax = 1000) {
  const nowhere = new Store(() => {
    throw new Error('nothing is kept here');
  });
  if (text) nowhere.set('draft.sample', text);
  return new ChatComposer({ store: nowhere, draft: 'sample', bytesMax });
}

function tooLong() {
  const made = composer(t('sample.long'), 10);
  made.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  return made;
}

/**
 * @param {Who} me
 * @param {Transcript} what
 */
function talk(me, what) {
  const facts = me === 'agent' ? factsLine : undefined;
  const made = new ChatTranscript({
    me,
    tell: eventText,
    ...(facts ? { facts, reader: { id: 'agent', name: t('sample.agent') } } : {}),
  });
  made.show(what, me === 'agent' ? t('sample.customer') : t('sample.agent'));
  return made;
}

/** @param {string} text */
function preview(text) {
  const made = new PeerPreview();
  made.show(t('pane.typing', { name: t('sample.customer') }), text);
  return made;
}

/**
 * @param {LinkState} state
 * @param {{ text: string, count: string }} [peer]
 */
function bar(state, peer) {
  const made = new LinkBar();
  made.show(state, peer && { peer });
  return el('header', { class: 'under' }, t('sample.company'), made);
}
