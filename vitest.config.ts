import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Apollo and type-graphql load graphql's CommonJS build; one realm only works if the tests load the same file.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    // Files wait for PostgreSQL, for processes and for clocks as much as they compute: three at a time fill two cores.
    maxWorkers: 3,
    expect: { poll: { timeout: 10_000 } },
    projects: [
      // They share nothing but what they import: loading that once takes a third of the time.
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], pool: 'threads', isolate: false, testTimeout: 20_000 },
      },
      { extends: true, test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/postgres-global.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
