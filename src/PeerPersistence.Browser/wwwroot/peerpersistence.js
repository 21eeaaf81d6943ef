// What .NET imports. No build step, no eval, nothing fetched but these files.
import { answer } from './interop.js';
import { read } from './frames.js';
import { openings, storeVerbs } from './stores.js';
import { cryptography } from './webcrypto.js';
import { room } from './storage.js';

export { attach, take } from './interop.js';

const verbs = { ...openings, ...storeVerbs, ...cryptography, ...room };

/** Does what .NET asks for. What it gives is read before this returns: then it clears it. */
export const ask = (store, verb, frame, call) =>
  answer(call, (resolve, reject) => verbs[verb](read(frame.slice()), store, resolve, reject));
