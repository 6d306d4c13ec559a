/**
 * The customer's page: finds out which room the link names, then hands over to the page.
 *
 * @import { Answer } from '../shared/http.js'
 * @import { PublicRoom } from '../shared/wire.d.ts'
 */
import { button } from '../shared/dom.js';
import { ask } from '../shared/http.js';
import { forceLanguage, loadLanguage, t } from '../shared/i18n.js';
import { pauseBefore } from '../shared/state/link.js';
import { PlainNotice } from './elements/plain-notice.js';
import { Memory } from './memory.js';
import { Page } from './page.js';
import { usePalette } from './palette.js';

const place = /** @type {HTMLElement} */ (document.querySelector('#app'));
const link = location.pathname.split('/')[2] ?? '';

/** What a link is told that will never open anything, by the fault's code. */
const NO_LINK = new Map([
  ['roomLinkUnknown', { headline: 'gone.headline', body: 'gone.body' }],
  ['roomLinkReplaced', { headline: 'replaced.headline', body: 'replaced.body' }],
]);
const BROKEN = { headline: 'broken.headline', body: 'broken.body' };

/** The room as it was last seen. @type {PublicRoom | undefined} */
let seen;

/** The room as it is now; the page takes its colours. */
async function fetchRoom() {
  const answer = await askForRoom();
  if (!answer.ok) return answer;
  const { company, language, palette } = answer.body;
  usePalette(palette);
  // What stands around the form is in other words now; what was typed is kept.
  if (seen && (seen.company !== company || seen.language !== language)) location.reload();
  seen = answer.body;
  return answer;
}

/** @returns {Promise<Answer<PublicRoom>>} */
async function askForRoom() {
  const address = `/api/public/rooms/${encodeURIComponent(link)}`;
  /** @type {Answer<PublicRoom>} */
  const answer = await ask('GET', address);
  if (answer.ok || answer.fault.code !== 'roomLinkReplaced') return answer;
  // A chat that began over the link goes on when the link is replaced.
  /** @type {Answer<PublicRoom>} */
  const talking = await ask('GET', `${address}?talking=yes`);
  return talking.ok && memoryOf(talking.body).inChat ? talking : answer;
}

/**
 * The room may have one language for all.
 * @param {Answer<PublicRoom>} answer
 */
async function enter(answer) {
  if (answer.ok) await forceLanguage(answer.body.language, 'customer');
  return open(answer);
}

/** @param {PublicRoom} room */
function memoryOf(room) {
  const memory = new Memory(link);
  memory.belongTo(room.companyKey);
  return memory;
}

/** @param {Answer<PublicRoom>} answer */
function open(answer) {
  // Two requests may have been on their way.
  if (document.querySelector('room-bar')) return true;
  if (answer.ok) {
    const memory = memoryOf(answer.body);
    new Page({ place, room: answer.body, link, memory, fetchRoom }).start();
    return true;
  }
  const gone = NO_LINK.get(answer.fault.code);
  const words = gone ?? BROKEN;
  // What is said already stays, and so does the focus on its button.
  if (place.dataset.said === words.headline) return gone !== undefined;
  place.dataset.said = words.headline;
  const again = button(t('broken.again'), () => void fetchRoom().then(enter), {
    class: 'button next large',
  });
  const notice = new PlainNotice({
    sign: 'alert',
    headline: t(words.headline),
    body: t(words.body),
    actions: gone ? [] : [again],
    alone: true,
  });
  place.replaceChildren(notice);
  return gone !== undefined;
}

const room = fetchRoom();
await loadLanguage('customer');
let settled = await enter(await room);
for (let attempt = 1; !settled; attempt++) {
  await new Promise((resume) => setTimeout(resume, pauseBefore(attempt, 'pause', Math.random())));
  settled = await enter(await fetchRoom());
}
