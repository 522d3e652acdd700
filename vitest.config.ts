import { defineConfig } from 'vitest/config';

// Folders whose tests use the real engine, daemon, identity server or browser: one file at a time, after the quick ones.
const REAL = ['plugins', 'images', 'toolchain', 'engine', 'conformance', 'e2e', 'faults'].map((room) => `test/${room}/**/*.test.ts`).concat('test/doubles/{doubles,sign-on}.test.ts', 'test/apps/apps.test.ts', 'test/cluster/{rig,life,host,apps,path,words}.test.ts');

export default defineConfig({
  test: {
    env: { PULUMI_ERROR_OUTPUT_STRING: 'true' },
    projects: [
      { extends: true, test: { name: 'pure', include: ['test/**/*.test.ts'], exclude: [...REAL, '**/node_modules/**'], testTimeout: 20_000, hookTimeout: 60_000, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'real', include: REAL, fileParallelism: false, testTimeout: 300_000, hookTimeout: 900_000, sequence: { groupOrder: 1 } } },
    ],
  },
});
