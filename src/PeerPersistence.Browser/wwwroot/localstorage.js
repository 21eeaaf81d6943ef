// The original's layout, in place. One tab owns it: browsers keep a copy of localStorage in each process and spread writes later.
import { failure } from './interop.js';
import { Connection, done, ended } from './database.js';
import { holds } from './frames.js';
import { random } from './indexeddb.js';

const FENCES = 'peer-persistence:fences', OURS = 'peer-persistence:', WAIT = 10000, KEPT = 4096;

// Who asked before the owner went into the back/forward cache is not let in: Chromium gives that page up for who asks later.
const ASK_AGAIN = 1000;

export class LocalStorage {
  constructor(area, milliseconds) {
    Object.assign(this, { area, milliseconds, fenced: 0, fencing: null, isLost: false });
    this.fences = new Connection(FENCES, database => database.createObjectStore('revisions'), WAIT);
  }

  /** Takes the area for as long as this tab lives, or until it is closed. Who gets it may not see yet what the last owner wrote. */
  async open() {
    if (!navigator.locks) throw failure('UnavailableError', 'Web Locks need a page from https or localhost.');
    for (const end = performance.now() + this.milliseconds; ;) {
      try { return await this.#take(Math.max(1, Math.min(end - performance.now(), ASK_AGAIN))); }
      catch (error) { if (error.name !== 'LockedError' || performance.now() >= end) throw error; }
    }
  }

  #take(milliseconds) {
    this.isLost = false;
    return new Promise((resolve, reject) => {
      const stop = AbortSignal.timeout(milliseconds);
      navigator.locks.request(OURS + 'area:' + this.area, { signal: stop }, () => new Promise((release, lose) => {
        this.release = release;
        catchUp(this).then(() => { replay(this.area); this.#beginAnew(); resolve(); }).catch(error => { reject(error); lose(error); });
      })).catch(error => {
        // Once it was open, somebody has stolen the lock.
        this.isLost = true;
        reject(stop.aborted ? failure('LockedError', 'localStorage') : error);
      });
    });
  }

  async close() {
    await fence(this);
    this.fences.close();
    this.release();
  }

  get(key) { return bytesOf(this.#find(key)); }

  getMany(keys) { return keys.map(key => this.get(key)); }

  scan(prefix) {
    const begin = this.area + prefix, keys = [];
    replay(this.area);
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(begin) && !key.startsWith(this.area + OURS)) keys.push(key.slice(this.area.length));
    }
    keys.sort((one, other) => one < other ? -1 : one > other ? 1 : 0);
    return [keys, this.getMany(keys)];
  }

  /** Nobody else runs meanwhile. */
  async commit(expectations, changes) {
    if (this.isLost) throw failure('LockedError', 'localStorage');
    if (!expectations.every(({ key, value }) => holds(this.get(key), value))) return 0;
    if (changes.length === 0) return 1;
    replay(this.area);
    this.#look();
    const texts = changes.map(({ key, value }) => [this.area + key, value === null ? null : textOf(value)]);
    texts.push([this.area + OURS + 'revision', `${this.revision + 1}`]);
    proveRoom(this.area, texts);
    localStorage.setItem(this.area + OURS + 'journal', JSON.stringify(texts)); // The commit point.
    this.revision++;
    this.log.push(changes.map(change => change.key));
    delete this.log[this.log.length - 1 - KEPT]; // Forgotten; the numbers stay.
    replay(this.area);
    fence(this);
    return 1;
  }

  /** Nobody else commits, so what was committed here is all, unless localStorage was cleared. */
  changes(token) {
    this.#look();
    const now = `${this.name}:${this.log.length}`;
    const since = token?.startsWith(this.name + ':') ? Number(token.slice(this.name.length + 1)) : NaN;
    if (!(since <= this.log.length) || this.log.length - since > KEPT) return [now, '?'];
    return [now, `${this.log.length - since}`, ...new Set(this.log.slice(since).flat())];
  }

  /** Notices that somebody cleared localStorage, or wrote an older state over it. */
  #look() { if (revisionOf(this.area) !== this.revision) this.#beginAnew(); }

  #beginAnew() { Object.assign(this, { revision: revisionOf(this.area), log: [], name: random() }); }

  /** A value; never one that a commit is about to replace. */
  #find(key) { replay(this.area); return localStorage.getItem(this.area + key); }
}

/** Proves room for the journal and for all it will do, before the commit point. */
function proveRoom(area, texts) {
  const grows = texts.reduce((sum, [key, text]) => {
    const old = localStorage.getItem(key);
    return sum + (text === null ? 0 : Math.max(0, text.length - (old?.length ?? -key.length)));
  }, 0);
  const filler = area + OURS + 'room';
  try { localStorage.setItem(filler, ' '.repeat(JSON.stringify(texts).length + grows)); }
  finally { localStorage.removeItem(filler); }
}

/** Finishes a commit whose tab died behind the commit point. */
function replay(area) {
  const journal = localStorage.getItem(area + OURS + 'journal');
  if (journal === null) return;
  for (const [key, text] of JSON.parse(journal)) text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text);
  localStorage.removeItem(area + OURS + 'journal');
}

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
/** Waits until this tab sees what the last owner wrote. What it never sees was lost with the browser. */
async function catchUp(owner) {
  const last = await owner.fences.read(database => done(database.transaction('revisions').objectStore('revisions').get(owner.area))) ?? 0;
  for (const end = performance.now() + WAIT; revisionOf(owner.area) < last && performance.now() < end;)
    await new Promise(resolve => setTimeout(resolve, 1));
  owner.fenced = last;
}

/** Writes the revision down behind the commit; one write at a time, the latest counts. It delays nobody and fails nobody. */
function fence(owner) {
  return owner.isLost || owner.fenced === revisionOf(owner.area) ? owner.fencing : owner.fencing ??= writeFence(owner);
}

async function writeFence(owner) {
  try {
    while (owner.fenced !== revisionOf(owner.area)) {
      const revision = revisionOf(owner.area);
      await owner.fences.read(database => {
        const transaction = database.transaction('revisions', 'readwrite', { durability: 'relaxed' });
        transaction.objectStore('revisions').put(revision, owner.area);
        return ended(transaction);
      });
      owner.fenced = revision;
    }
  } catch { /* The next commit, or the end, tries again. */ }
  owner.fencing = null; // In the same turn as the last look: no commit in between is forgotten.
}
