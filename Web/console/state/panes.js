/** Which chats stand side by side. Pure. */

/**
 * As many as fit, the last used ones, in the order in which they came: a pane never jumps past
 * another.
 * @param {string[]} chats  in the order in which they came
 * @param {string[]} used  the last used first
 * @param {number} fit
 */
export function panesOf(chats, used, fit) {
  const rank = (/** @type {string} */ chat) => {
    const place = used.indexOf(chat);
    return place < 0 ? used.length + chats.indexOf(chat) : place;
  };
  const chosen = [...chats].sort((one, other) => rank(one) - rank(other)).slice(
    0,
    Math.max(1, fit),
  );
  return chats.filter((chat) => chosen.includes(chat));
}

/**
 * Whether the list with its rings is on the screen: a wide one has room for all three columns, a
 * middling one for two of them, a narrow one for one.
 * @param {string} column  where the person is: `list`, `chat` or `facts`
 * @param {'narrow' | 'middling' | 'wide'} size
 */
export function listIsSeen(column, size) {
  if (size === 'wide') return true;
  return size === 'middling' ? column !== 'facts' : column === 'list';
}

/**
 * Who goes to a chat sees live ones beside it rather than ended ones; nothing changes panes by
 * itself.
 * @param {string[]} used  the last used first
 * @param {string} chat
 * @param {string[]} live
 */
export function goneTo(used, chat, live) {
  const isLive = (/** @type {string} */ each) => live.includes(each);
  const others = usedNow(used, chat).slice(1);
  const unused = live.filter((each) => each !== chat && !others.includes(each));
  return [chat, ...others.filter(isLive), ...unused, ...others.filter((each) => !isLive(each))];
}

/**
 * @param {string[]} used
 * @param {string} chat
 */
export function usedNow(used, chat) {
  return used[0] === chat ? used : [chat, ...used.filter((each) => each !== chat)];
}
