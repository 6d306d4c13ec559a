/** Whether a link leads here from elsewhere. Pure. */

/**
 * Whether only this very computer understands the link: another device would look at itself.
 * @param {string} link
 */
export function isOnlyHere(link) {
  if (!URL.canParse(link)) return false;
  const { hostname } = new URL(link);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' ||
    hostname === '0.0.0.0' || hostname === '[::]' || /^127(\.\d+){3}$/.test(hostname);
}
