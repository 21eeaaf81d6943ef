// The stores as .NET calls them: by a number. What only localStorage needs is fetched when somebody uses it.
import { failure, tell } from './interop.js';
import { write } from './frames.js';
import { IndexedDb } from './indexeddb.js';

const stores = new Map();
let handles = 0;

/** The store with this number. */
export function find(handle) {
  const store = stores.get(handle);
  if (!store) throw failure('ClosedError', 'The store');
  return store;
}

function end(handle) {
  const store = find(handle);
  stores.delete(handle);
  return store;
}

export const openings = {
  /** Its number, and how many keys came from localStorage; negative: so many there are others than here. */
  async openIndexedDb([{ key: name }, { key: milliseconds }, { key: durability }, { key: prefix }]) {
    const handle = ++handles, store = new IndexedDb(name, Number(milliseconds), durability, () => tell(handle));
    await store.open();
    try {
      const moved = prefix && await (await import('./move.js')).move(store, prefix);
      stores.set(handle, store);
      return write([`${handle}`, `${Number(moved)}`]);
    } catch (error) { await store.close(); throw error; }
  },

  async openLocalStorage([{ key: area }, { key: milliseconds }]) {
    const { LocalStorage } = await import('./localstorage.js');
    const handle = ++handles, store = new LocalStorage(area, Number(milliseconds));
    await store.open();
    stores.set(handle, store);
    return handle;
  },
};

export const storeVerbs = {
  get: async ([{ key }], handle) => await find(handle).get(key),

  async getMany(pairs, handle) {
    const keys = pairs.map(pair => pair.key);
    return write(keys, await find(handle).getMany(keys));
  },

  scan: async ([{ key: prefix }], handle) => write(...await find(handle).scan(prefix)),

  /** 1: committed, 0: refused. */
  commit: (pairs, handle, resolve, reject) =>
    find(handle).commit(pairs.slice(0, pairs.expected), pairs.slice(pairs.expected), resolve, reject),

  /** Since a token: the present one, how many commits, and their keys; '?' where they are forgotten. */
  changes: async ([since], handle) => write(await find(handle).changes(since?.key)),

  /** What was accepted is written first. */
  async close(_, handle) { await end(handle).close(); return handle; },

  async erase(_, handle) { await end(handle).erase(); return handle; },
};
