// What the browser says about its room.
import { write } from './frames.js';

export const room = {
  async estimate() {
    const { storage } = navigator;
    const [{ quota, usage }, persisted] = await Promise.all([storage?.estimate?.() ?? {}, storage?.persisted?.() ?? false]);
    return write([`${quota ?? ''}`, `${usage ?? ''}`, persisted ? '1' : '']);
  },

  persist: async () => await navigator.storage?.persist?.() ?? false,
};
