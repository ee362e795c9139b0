import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program } from '../../../src/cli/program.ts'
import type { Shell } from '../../../src/cli/kit/context.ts'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeAll(async () => {
  cli = await openTestCli()
})
afterAll(() => cli.drop())

function pathsOf(command: Command, path: string[] = []): string[][] {
  const own = command.commands.map((child) => [...path, child.name()])
  return [...own, ...command.commands.flatMap((child) => pathsOf(child, [...path, child.name()]))]
}

// Building the program uses only the texts of the shell.
const words = { version: '0.0.0', stdout: () => undefined, stderr: () => undefined }
const shell = { ...words, sourceKinds: ['feed'] } as unknown as Shell
const paths = pathsOf(await program(shell))

describe('help', () => {
  test.each(paths.map((path) => [path.join(' '), path] as const))(
    '%s shows an example',
    async (name, path) => {
      const { code, stdout } = await cli.daywire(...path, '--help')
      expect(code).toBe(0)
      expect(stdout).toMatch(new RegExp(`Examples?:\\n  \\$ .*daywire ${name}`))
    },
  )

  test('names every command of the context', () => {
    const names = paths.map((path) => path.join(' '))
    const known =
      'init migrate run collect compose preview approve deliver resume serve doctor, ' +
      'deliveries list, deliveries unknown, deliveries resolve, sources add, sources list, sources check, sources remove, ' +
      'subscribers add, subscribers list, subscribers import, subscribers remove, newsroom import, newsroom export'
    const [single = '', ...grouped] = known.split(', ')
    expect(names).toEqual(expect.arrayContaining([...single.split(' '), ...grouped]))
  })

  test.each(
    paths
      .filter((path) => ['list', 'unknown', 'check', 'doctor'].includes(path.at(-1) ?? ''))
      .map((p) => [p.join(' '), p] as const),
  )('the listing %s has --json', async (_, path) => {
    expect((await cli.daywire(...path, '--help')).stdout).toContain('--json')
  })

  test('commands that send or delete have --dry-run', async () => {
    for (const path of [
      ['run'],
      ['deliver'],
      ['sources', 'remove'],
      ['subscribers', 'remove'],
      ['subscribers', 'import'],
    ])
      expect((await cli.daywire(...path, '--help')).stdout, path.join(' ')).toContain('--dry-run')
  })
})

describe('usage', () => {
  test.each([
    ['an unknown command', ['fly']],
    ['an unknown option', ['run', '--fast']],
    ['an invalid date', ['run', '--date', '2026-02-31']],
    ['an invalid format', ['preview', '--format', 'pdf']],
    ['a missing argument', ['sources', 'check']],
    ['a missing choice', ['deliveries', 'resolve', '--as', 'sent', '--reason', 'seen']],
    ['two exclusive choices', ['preview', '--web', '--topics', 'nuclear']],
    ['a group without its command', ['sources']],
  ])('%s exits with 2 and an error on stderr', async (_, argv) => {
    const { code, stdout, stderr } = await cli.daywire(...argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toBe('')
  })

  test('the version is the one that main passes', async () => {
    expect((await cli.daywire('--version')).stdout).toBe('0.0.0\n')
  })

  test('all errors of a bad configuration are reported, with exit code 78', async () => {
    const other = await openTestCli({ DAYWIRE_PORT: 'x', DAYWIRE_COLOUR: 'red' })
    const { code, stderr } = await other.daywire('migrate')
    await other.drop()
    expect(code).toBe(78)
    expect(stderr).toContain('DAYWIRE_PORT')
    expect(stderr).toContain('DAYWIRE_COLOUR')
  })
})
