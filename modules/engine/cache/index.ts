export { type Entry, ensureEntry, entryPath, findEntry } from './entry.ts';
export { cacheFolder } from './folder.ts';
export { type LockOptions, withLock } from './lock.ts';
export { forgetRefusals, isRefused, rememberRefusal } from './refusal.ts';
