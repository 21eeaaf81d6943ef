// The tab itself: which part it plays, its address, its network.

/** One tab a part. A tab that is just being reloaded lets go at once; another one does not. */
export function claim(part) {
  return new Promise(resolve => {
    navigator.locks.request('meshchat/' + part, { signal: AbortSignal.timeout(2000) }, () => {
      resolve(true);
      return new Promise(() => { });
    }).catch(() => resolve(false));
  });
}

export function takeFragment() {
  const fragment = location.hash;
  if (fragment) history.replaceState(null, '', location.pathname + location.search);
  return fragment;
}

export async function copy(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
}

export function watchNetwork(told) {
  const tell = () => told.invokeMethodAsync('OnNetwork', navigator.onLine);
  addEventListener('online', tell);
  addEventListener('offline', tell);
  navigator.connection?.addEventListener('change', tell);
}
