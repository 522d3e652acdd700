import { defineConfig } from 'vitest/config';

const files = (...rooms: string[]) => rooms.map((room) => `test/${room}.test.ts`);

// Tests on a real cluster: by themselves, since scripts/test.ts builds its programs while the others run.
const CLUSTER = files('cluster/{rig,life,host,apps,path,words}', 'conformance/{admission,kubernetes}');
// Tests on the real engine, daemon, identity server or browser: one file at a time, after the quick ones.
const REAL = files('{plugins,images,toolchain,engine,e2e,faults}/**/*', 'conformance/docker', 'doubles/{doubles,sign-on}', 'apps/apps');
const ONE_BY_ONE = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    env: { PULUMI_ERROR_OUTPUT_STRING: 'true' },
    projects: [
      { extends: true, test: { name: 'pure', include: files('**/*'), exclude: [...REAL, ...CLUSTER, '**/node_modules/**'], testTimeout: 20_000, hookTimeout: 60_000, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'real', include: REAL, ...ONE_BY_ONE, sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'cluster', include: CLUSTER, ...ONE_BY_ONE, globalSetup: 'test/cluster/prepare.ts', sequence: { groupOrder: 2 } } },
    ],
  },
});
