/**
 * A page that was opened before the server got newer files loads itself anew. Once for each set of
 * files: where two servers differ, a page must not go to and fro.
 */
import { tabStore } from './store.js';

/** @param {string | undefined} tag  of the server's files; empty: they are not compared */
export function renewIfStale(tag) {
  const meta = document.querySelector('meta[name="foyer-web"]');
  const own = meta?.getAttribute('content');
  if (!tag || !own || tag === own) return;
  // Where nothing is kept, what was written would be lost, and the next page would try again.
  if (!tabStore.keeps) return;
  const tried = [tabStore.get('renewed') ?? []].flat();
  if (tried.includes(tag)) return;
  tabStore.set('renewed', [...tried, tag]);
  location.reload();
}
