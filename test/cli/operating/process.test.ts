import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiledCode } from '../../platform.ts'
import { feedOf } from '../context.ts'

const main = join(import.meta.dirname, '../../../src/main.ts')
let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'daywire-process-'))
  await writeFile(join(cwd, 'wire.xml'), feedOf('Inspectors return to Hall 4'))
})
afterAll(() => rm(cwd, { recursive: true }))

const env = { ...process.env, DAYWIRE_PORT: '0', NODE_COMPILE_CACHE: compiledCode }

function daywire(argv: string[], more: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...argv],
      { cwd, env: { ...env, ...more } },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('the process', () => {
  test('writes data to stdout and exits with the code of the command', async () => {
    const { code, stdout, stderr } = await daywire(['sources', 'check', 'wire.xml', 'gone.xml', '--json'])
    expect(code).toBe(3)
    expect(stderr).toBe('')
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { file: 'wire.xml', error: null },
      { file: 'gone.xml', items: [] },
    ])
  })

  test('an error is text on stderr without a stack; DAYWIRE_LOG=debug shows where it happened', async () => {
    const plain = await daywire(['preview'])
    expect(plain).toMatchObject({ code: 78, stdout: '' })
    expect(plain.stderr).toMatch(/^daywire: there is no newsroom.*\n$/)
    expect((await daywire(['preview'], { DAYWIRE_LOG: 'debug' })).stderr).toContain('find-digest.ts')
  })

  test('reads .env of its folder, with precedence for the environment', async () => {
    await writeFile(join(cwd, '.env'), 'DAYWIRE_LOG=loud\n')
    const bad = await daywire(['migrate'])
    const good = await daywire(['migrate'], { DAYWIRE_LOG: 'error' })
    await rm(join(cwd, '.env'))
    expect(bad.code).toBe(78)
    expect(bad.stderr).toContain('DAYWIRE_LOG')
    expect(good.code).toBe(0)
  })

  test.skipIf(process.platform === 'win32')(
    'caches compiled code in the data folder if that is private',
    async () => {
      const compiled = join(cwd, 'data', 'compiled')
      const uncached = { NODE_COMPILE_CACHE: '' }
      await rm(join(cwd, 'data'), { recursive: true, force: true })
      await mkdir(join(cwd, 'data'), { mode: 0o755 })
      await daywire(['--version'], uncached)
      expect(existsSync(compiled)).toBe(false)
      await chmod(join(cwd, 'data'), 0o700)
      await daywire(['--version'], uncached)
      expect((await stat(compiled)).mode & 0o077).toBe(0)
      await rm(compiled, { recursive: true })
      await mkdir(compiled, { mode: 0o777 })
      await chmod(compiled, 0o777)
      await daywire(['--version'], uncached)
      expect(await readdir(compiled)).toEqual([])
    },
  )

  test('serve logs what runs, and SIGTERM ends it with 0', async () => {
    const child = spawn(process.execPath, [main, 'serve'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => {
      const isReady = words.includes('init')
      words += chunk.toString()
      // A second signal would end it at once, as people expect.
      if (!isReady && words.includes('init')) child.kill('SIGTERM')
    })
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
    expect(words).toContain('no newsroom is set up yet')
    expect(words).toContain('stopping')
  })
})
