// Lone commits, timed in parts: until the browser has the transaction, until it is on the disk, until who commits knows.
import { read, write } from './_content/PeerPersistence.Browser/frames.js';
import { openings, storeVerbs } from './_content/PeerPersistence.Browser/stores.js';

const transaction = IDBDatabase.prototype.transaction, whole = 3;
let began, asked, ended, known;

IDBDatabase.prototype.transaction = function (...how) {
  const made = transaction.apply(this, how);
  asked = performance.now();
  made.addEventListener('complete', () => { ended = performance.now(); });
  return made;
};

const took = new Map();

export const begin = () => { began = performance.now(); };

/** Apart from `end`: a name that comes from .NET takes time. */
export const know = () => { known = performance.now(); };

export function end(who) {
  if (!took.has(who)) took.set(who, []);
  took.get(who).push([asked - began, ended - asked, known - ended, known - began]);
}

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const store = Number(read(await openings.openIndexedDb(read(write(['commits of a module', '10000', 'strict', '']))))[0].key);
const opening = indexedDB.open('commits of nobody', 1);
opening.onupgradeneeded = () => {
  opening.result.createObjectStore('values');
  opening.result.createObjectStore('log', { autoIncrement: true });
};
const database = await done(opening);

/** By the package's JavaScript, as .NET calls it. */
export const byModule = (frame, times) => row('module', times, () => new Promise((resolve, reject) =>
  storeVerbs.commit(read(frame), store, resolve, reject)));

/** The same records in the same two object stores, and nothing else. */
export function byIndexedDb(frame, times) {
  const [{ key, value }] = read(frame);
  return row('IndexedDB', times, () => new Promise((resolve, reject) => {
    const made = database.transaction(['values', 'log'], 'readwrite', { durability: 'strict' });
    made.objectStore('values').put(value.slice(), key);
    made.objectStore('log').put({ id: '1-2-3-4', keys: [key] });
    made.oncomplete = resolve;
    made.onabort = () => reject(made.error);
  }));
}

async function row(who, times, commit) {
  for (let i = 0; i < times; i++) {
    begin();
    await commit();
    know();
    end(who);
  }
}

/** "before within after whole" of each, in microseconds: of the second half, when what is used often has been compiled, the mean of the
    half in the middle. */
export const told = () => ['store', 'module', 'IndexedDB'].map(who => {
  const settled = took.get(who).slice(took.get(who).length / 2);
  return [...Array(whole + 1).keys()].map(part => {
    const sorted = settled.map(parts => parts[part]).sort((one, other) => one - other);
    const middle = sorted.slice(sorted.length >> 2, -(sorted.length >> 2));
    return Math.round(1000 * middle.reduce((sum, each) => sum + each) / middle.length);
  }).join(' ');
}).join('; ');
