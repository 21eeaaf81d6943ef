// What the browser says about its room.
import { answer, park } from './interop.js';

const verbs = {
  async estimate(storage) {
    const [{ quota, usage }, persisted] = await Promise.all([storage?.estimate?.() ?? {}, storage?.persisted?.() ?? false]);
    return park([`${quota ?? ''}`, `${usage ?? ''}`, persisted ? '1' : '']);
  },

  persist: async storage => await storage?.persist?.() ?? false,
};

export const storage = (verb, call) => answer(call, verbs[verb](navigator.storage));
