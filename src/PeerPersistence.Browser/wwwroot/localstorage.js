// The original's layout, in place. One tab owns it: browsers keep a copy of localStorage in each process and spread writes later.
import { answer, failure, park } from './interop.js';
import { Connection, done, ended } from './database.js';
import { holds, keyOf, read, readBatch, write } from './frames.js';

const FENCES = 'peer-persistence:fences', OURS = 'peer-persistence:';
const owners = new Map();
let handles = 0;

/** Takes an area for as long as this tab lives, or until it is released. Who gets it may not see yet what the last owner wrote. */
export function lsOpen(area, milliseconds, call) {
  answer(call, new Promise((resolve, reject) => {
    if (!navigator.locks) throw failure('UnavailableError', 'Web Locks need a page from https or localhost.');
    const stop = AbortSignal.timeout(Math.max(1, milliseconds));
    navigator.locks.request(OURS + 'area:' + area, { signal: stop }, () => new Promise((release, lose) => {
      const handle = ++handles;
      const owner = { area, release, fences: new Connection(FENCES, create, WAIT), fenced: 0, fencing: null };
      catchUp(owner).then(() => {
        replay(area);
        owners.set(handle, owner);
        resolve(handle);
      }).catch(error => { lose(error); reject(error); });
    })).catch(error => reject(stop.aborted ? failure('LockedError', 'localStorage') : error));
  }));
}

export function lsClose(handle, call) {
  const owner = owners.get(handle);
  owners.delete(handle);
  answer(call, owner ? fence(owner).finally(() => { owner.fences.close(); owner.release(); }) : Promise.resolve());
}

export function lsGet(handle, key) {
  const { area } = owners.get(handle), value = stored(area, keyOf(key));
  return value === null ? 0 : park(bytesOf(value));
}

export function lsGetMany(handle, frame) {
  const { area } = owners.get(handle), keys = read(frame).map(pair => pair.key);
  return park(write(keys, keys.map(key => bytesOf(stored(area, key)))));
}

export function lsScan(handle, prefix) {
  const { area } = owners.get(handle), begin = area + keyOf(prefix), keys = [];
  replay(area);
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (key.startsWith(begin) && !key.startsWith(area + OURS)) keys.push(key.slice(area.length));
  }
  keys.sort((one, other) => one < other ? -1 : one > other ? 1 : 0);
  return park(write(keys, keys.map(key => bytesOf(stored(area, key)))));
}

/** 1: committed, 0: refused, -1: there is no room. Nobody else runs meanwhile. */
export function lsCommit(handle, frame) {
  const owner = owners.get(handle), { area } = owner, { expectations, changes } = readBatch(frame);
  replay(area);
  if (!expectations.every(({ key, value }) => holds(bytesOf(stored(area, key)), value))) return 0;
  if (changes.length === 0) return 1;
  const texts = changes.map(({ key, value }) => [area + key, value === null ? null : textOf(value)]);
  texts.push([area + OURS + 'revision', `${revisionOf(area) + 1}`]);
  if (!hasRoom(area, texts)) return -1;
  localStorage.setItem(area + OURS + 'journal', JSON.stringify(texts)); // The commit point.
  replay(area);
  fence(owner);
  return 1;
}

/** Proves room for the journal and for all it will do, before the commit point. */
function hasRoom(area, texts) {
  const grows = texts.reduce((sum, [key, text]) => {
    const old = localStorage.getItem(key);
    return sum + (text === null ? 0 : Math.max(0, text.length - (old?.length ?? -key.length)));
  }, 0);
  const filler = area + OURS + 'room';
  try { localStorage.setItem(filler, ' '.repeat(JSON.stringify(texts).length + grows)); return true; }
  catch (error) { if (error.name === 'QuotaExceededError') return false; throw error; }
  finally { localStorage.removeItem(filler); }
}

/** Finishes a commit whose tab died behind the commit point. */
function replay(area) {
  const journal = localStorage.getItem(area + OURS + 'journal');
  if (journal === null) return;
  for (const [key, text] of JSON.parse(journal)) text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text);
  localStorage.removeItem(area + OURS + 'journal');
}

/** A value; never one that a commit is about to replace. */
function stored(area, key) { replay(area); return localStorage.getItem(area + key); }

const revisionOf = area => Number(localStorage.getItem(area + OURS + 'revision') ?? 0);

// Bytes that are no UTF-8 have a mark.
const MARK = '\u0001b64:', decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }), encoder = new TextEncoder();

function textOf(bytes) {
  try { const text = decoder.decode(bytes); if (!text.startsWith(MARK)) return text; } catch { /* No UTF-8. */ }
  let units = '';
  for (const byte of bytes) units += String.fromCharCode(byte);
  return MARK + btoa(units);
}

function bytesOf(text) {
  if (text === null) return null;
  return text.startsWith(MARK) ? Uint8Array.from(atob(text.slice(MARK.length)), unit => unit.charCodeAt(0)) : encoder.encode(text);
}

// IndexedDB is the same in all tabs, so it says which revision has to be waited for.
const WAIT = 10000;
const create = database => database.createObjectStore('revisions');

/** Waits until this tab sees what the last owner wrote. What it never sees was lost with the browser. */
async function catchUp(owner) {
  const last = await owner.fences.read(database => done(database.transaction('revisions').objectStore('revisions').get(owner.area))) ?? 0;
  for (const end = performance.now() + WAIT; revisionOf(owner.area) < last && performance.now() < end;)
    await new Promise(resolve => setTimeout(resolve, 1));
  owner.fenced = last;
}

/** Writes the revision down behind the commit; one write at a time, the latest counts. It delays nobody and fails nobody. */
function fence(owner) {
  return owner.fencing ??= writeFence(owner).catch(() => { }).finally(() => { owner.fencing = null; });
}

async function writeFence(owner) {
  while (owner.fenced !== revisionOf(owner.area)) {
    const revision = revisionOf(owner.area);
    await owner.fences.read(database => {
      const transaction = database.transaction('revisions', 'readwrite', { durability: 'relaxed' });
      transaction.objectStore('revisions').put(revision, owner.area);
      return ended(transaction);
    });
    owner.fenced = revision;
  }
}
