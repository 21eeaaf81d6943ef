// What .NET imports. No build step, no eval, nothing fetched but these files.
export { attach, take, takeStrings } from './interop.js';
export * from './stores.js';
export * from './webcrypto.js';
export * from './storage.js';
