import { defineConfig } from 'vitest/config'

/** These take long by what they are: processes that are killed, servers of every kind, texts at which work may explode. */
const slow = [
  'test/torture/**/*.test.ts',
  'test/worst-cases/**/*.test.ts',
  'test/services/sending/closing-server.test.ts',
  'test/services/feedback/bad-mailbox.test.ts',
  'test/services/subscribers/bots.test.ts',
  'test/flows/file-modes.test.ts',
]
/** These change what a whole process shares, or count what is left running in it. */
const apart = [
  'test/sources/**/*.test.ts',
  'test/mail/**/*.test.ts',
  'test/*.test.ts',
  'test/settings/**/*.test.ts',
  'test/flows/**/*.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, as it comes, is too short for a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Two workers: PGlite takes 700 MB a process.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // One process for many files: loading MJML and opening PGlite takes longer than most tests.
        test: {
          name: 'shared',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...apart, ...slow],
        },
      },
      { extends: true, test: { name: 'apart', include: apart, exclude: slow } },
      { extends: true, test: { name: 'torture', include: slow } },
    ],
  },
})
