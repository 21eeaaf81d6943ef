// A store as .NET calls it, and many that use it at once: for tests that have no need of .NET.
import { read, write } from './_content/PeerPersistence.Browser/frames.js';
import { find, openings, storeVerbs } from './_content/PeerPersistence.Browser/stores.js';

const turn = () => new Promise(resolve => setTimeout(resolve));

/** The verbs of a store that is opened, by name; `commit` is told by calls. */
export async function openStore(name, milliseconds = 10000) {
  const store = Number(read(await openings.openIndexedDb(read(write([name, `${milliseconds}`, 'strict', '']))))[0].key);
  const commit = (keys, resolve, reject, bytes = 9) =>
    storeVerbs.commit(read(write(keys, keys.map(() => new Uint8Array(bytes)))), store, resolve, reject);
  return {
    object: find(store),
    commit,
    put: (keys, bytes) => new Promise((resolve, reject) => commit(keys, resolve, reject, bytes)),
    keys: async () => read(await storeVerbs.scan([{ key: '' }], store)).map(pair => pair.key),
    ask: (verb, ...keys) => storeVerbs[verb](keys.map(key => ({ key })), store),
    shut: verb => storeVerbs[verb]([], store),
  };
}

/** Eight that write beside each other, each one key after the other, and some that read, until they are told to stop. */
export function load({ put, ask }) {
  const running = { stop: false, acknowledged: [], errors: [], reads: 0 };
  const repeat = async work => {
    for (let n = 0; !running.stop; n++) {
      try { await work(n); } catch (error) { running.errors.push(error.name); }
    }
  };
  const writers = [...'abcdefgh'].map(who => repeat(async n => {
    const key = `${who} ${String(n).padStart(6, '0')}`;
    await put([key]);
    running.acknowledged.push(key);
  }));
  const readers = [['get', 'a'], ['getMany', 'a', 'b'], ['scan', 'a'], ['changes']].map(call => repeat(async () => {
    await ask(...call);
    running.reads++;
  }));
  running.end = () => { running.stop = true; return Promise.all([...writers, ...readers]); };
  running.more = async count => {
    for (const enough = running.acknowledged.length + count; running.acknowledged.length < enough;) await turn();
  };
  return running;
}
