import { defineConfig } from 'vitest/config'

/** Tests that open mails in Chromium (`npm run test:browser`); `npm test` needs no browser. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    // A second, as it comes, is too short for a busy machine.
    expect: { poll: { timeout: 60_000 } },
  },
})
