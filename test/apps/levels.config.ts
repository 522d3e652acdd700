import { defineConfig } from 'vitest/config';

/** What `npm run levels` runs: the suite of the apps as `npm test` does, and every plan of each. */
export default defineConfig({
  test: {
    root: '.',
    env: { PULUMI_ERROR_OUTPUT_STRING: 'true' },
    include: ['test/apps/apps.test.ts', 'test/apps/plans.levels.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
});
