// What the browser says about its room.
import { answer, park } from './interop.js';

export function storageEstimate(call) {
  const storage = navigator.storage;
  answer(call, Promise.all([storage?.estimate?.() ?? {}, storage?.persisted?.() ?? false])
    .then(([{ quota, usage }, persisted]) => park([`${quota ?? ''}`, `${usage ?? ''}`, persisted ? '1' : ''])));
}

export function storagePersist(call) { answer(call, Promise.resolve(navigator.storage?.persist?.() ?? false)); }
