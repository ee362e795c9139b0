import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { exitCodeOf, wordsFor } from '../../../src/cli/kit/exit-codes.ts'

function thrownBy(work: () => void): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

test('a full disk is reported with what to do, as an error to retry', () => {
  const database = new Database(':memory:')
  database.pragma('max_page_count = 1')
  const error = thrownBy(() => database.exec('create table one (a text)'))
  database.close()
  expect(wordsFor(error, false)).toEqual([
    'daywire: database or disk is full',
    '  the disk of the database is full: free some space, then run this again',
  ])
  expect(exitCodeOf(error)).toBe(75)
})

test.each([
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
])('an unreachable database is an error to retry: %s', (message) => {
  expect(exitCodeOf(new Error(message))).toBe(75)
  expect(exitCodeOf(new Error(`no such thing: ${message}`))).toBe(1)
})
