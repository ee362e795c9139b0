import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

const lint = (file: string) =>
  spawnSync(join(root, 'node_modules/.bin/oxlint'), ['-f', 'unix', file], { cwd: root, encoding: 'utf8' })
    .stdout

/** Lints a file that stands in a room only while the linter looks at it. */
function faultsOf(room: string, line: string): string {
  const folder = join(root, 'src', room, 'zz-lint-probe')
  const deep = line.replaceAll("'../", "'../../")
  mkdirSync(folder)
  try {
    writeFileSync(join(folder, 'probe.ts'), `${deep}\n`)
    return lint(join('src', room, 'zz-lint-probe', 'probe.ts'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the linter holds the rooms apart', () => {
  test.each([
    ['sources', "export { storeOver } from '../store/store.ts'"],
    ['store', "export type { Sheet } from '../services/sheet.ts'"],
    ['curate', "export { openApp } from '../app.ts'"],
    ['services', "export { openStore } from '../store/open.ts'"],
    ['services', "export { runCli } from '../cli/cli.ts'"],
    ['web', "export { openStore } from '../store/open.ts'"],
    ['jobs', "export { openStore } from '../store/open.ts'"],
    ['cli', "export { openApp } from '../app.ts'"],
    ['core', "export { curate } from '../curate/curate.ts'"],
  ])('%s may not say %s', (room, line) => {
    expect(faultsOf(room, line)).toContain('no-restricted-imports')
  })

  test.each([
    ['services', "export type { Store } from '../store/store.ts'"],
    ['services', "export { curate } from '../curate/curate.ts'"],
    ['store', "export { clip } from '../core/text.ts'"],
  ])('%s may say %s', (room, line) => {
    expect(faultsOf(room, line)).not.toContain('no-restricted-imports')
  })
})

describe('time, chance and the environment come in by one door', () => {
  const elsewhere = sources('src').filter((file) => !['src/system.ts', 'src/main.ts'].includes(file))

  test.each(elsewhere)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text).not.toMatch(/Date\.now|new Date\(|Math\.random|Temporal\.Now|process\.env/)
  })
})

test('files stay small', () => {
  const lines = sources('src')
    .map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1)
    .sort((a, b) => a - b)
  expect(lines.at(-1)).toBeLessThanOrEqual(300)
  expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(80)
})
