/**
 * What a link says that opens no form: one that is no longer used, and the ways that are not
 * connected yet.
 *
 * @import { Fault, PublicRoom } from '../shared/wire.d.ts'
 */
import { el } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { PlainNotice } from './elements/plain-notice.js';
import { RoomBar } from './elements/room-bar.js';

/** What a link is told that will never open anything, by the fault's code. */
const NO_LINK = new Map([
  ['roomLinkUnknown', { headline: 'gone.headline', body: 'gone.body' }],
  ['roomLinkReplaced', { headline: 'replaced.headline', body: 'replaced.body' }],
  ['roomLinkEnded', { headline: 'replaced.headline', body: 'replaced.ended' }],
]);

/** By the last word of the link. */
const WAYS = new Map([
  ['voice', 'way.voiceHeadline'],
  ['video', 'way.videoHeadline'],
  ['whatsapp', 'way.whatsAppHeadline'],
]);

/**
 * @param {Fault} fault
 * @param {string} company  whose link it was; empty where that is not known
 */
export function noLinkWords({ code }, company) {
  const words = NO_LINK.get(code);
  if (!words) return undefined;
  const body = t(words.body);
  // Whose it was is told in a sentence of its own.
  const whole = company ? `${t('replaced.of', { company })} ${body}` : body;
  return { headline: t(words.headline), body: whole };
}

/** @param {string} way */
export function isWay(way) {
  return WAYS.has(way);
}

/**
 * @param {PublicRoom} room
 * @param {{ link: string, way: string }} address
 */
export function wayScreen({ company, buttons }, { link, way }) {
  const bar = new RoomBar();
  bar.show(company, '');
  const writes = buttons.chat || buttons.letter;
  const form = el('a', {
    class: 'button next large',
    href: `/r/${encodeURIComponent(link)}`,
    text: t('way.form'),
  });
  const headline = t(WAYS.get(way) ?? '');
  const body = t(writes ? 'way.body' : 'form.subOff', { company });
  document.title = company;
  return [bar, new PlainNotice({ sign: 'alert', headline, body, actions: writes ? [form] : [] })];
}
