/** What the menu can do with the window. A thing that this browser cannot do is not offered. */
import { announce } from '../shared/announce.js';
import { t } from '../shared/i18n.js';

/** The name of the small window; a page keeps it through reloads. */
const windowName = 'foyer-chat';

function canPopOut() {
  const isSmallWindow = document.defaultView?.name === windowName;
  return !isSmallWindow && matchMedia('(pointer: fine)').matches;
}

/** @returns {boolean} whether the browser opened it */
function popOut() {
  return globalThis.open(location.href, windowName, 'popup,width=400,height=720') !== null;
}

function canFillScreen() {
  return document.fullscreenEnabled === true;
}

function fillsScreen() {
  return document.fullscreenElement !== null;
}

async function toggleScreen() {
  try {
    if (fillsScreen()) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // The browser keeps the window as it is; the person sees that.
  }
}

/**
 * What the menu offers now.
 * @param {{ isOpen: boolean, past: () => void, forget: () => void }} how  `isOpen`: a chat is open,
 *   which must not be forgotten
 */
export function menuItems({ isOpen, past, forget }) {
  const screen = fillsScreen() ? 'menu.smallScreen' : 'menu.fullScreen';
  const alone = () => {
    if (!popOut()) announce(t('menu.popOutFailed'));
  };
  return [
    { label: t('menu.past'), act: past },
    ...(canPopOut() ? [{ label: t('menu.popOut'), act: alone }] : []),
    ...(canFillScreen() ? [{ label: t(screen), act: () => void toggleScreen() }] : []),
    ...(isOpen ? [] : [{ label: t('menu.forget'), act: forget }]),
  ];
}
