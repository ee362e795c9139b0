import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
let secret: string

beforeEach(async () => {
  cli = await openTestCli()
  secret = join(cli.cwd, 'data/secret')
})
afterEach(() => cli.drop())

async function withReader(): Promise<void> {
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('subscribers', 'add', 'anna@example.org')
}

const another = `1 ${Buffer.alloc(32, 7).toString('base64url')}\n`

test('while there are no readers, a missing secret is generated again', async () => {
  await cli.daywire('init', '--no-catalogue')
  await rm(secret)
  expect((await cli.daywire('sources', 'list')).code).toBe(0)
})

test('once there are readers, a missing secret is not generated again', async () => {
  await withReader()
  await rm(secret)
  const { code, stderr } = await cli.daywire('subscribers', 'list')
  expect(code).toBe(78)
  expect(stderr).toContain(`there is no secret at ${secret}`)
  expect(stderr).toContain('DAYWIRE_SECRET_FILE')
  await expect(readFile(secret)).rejects.toThrow('ENOENT')
})

test('a different secret is refused, in a file or in the environment, and no key is shown', async () => {
  await withReader()
  await writeFile(secret, another)
  const { code, stderr } = await cli.daywire('subscribers', 'list')
  expect(code).toBe(78)
  expect(stderr).toMatch(/key 1 has the fingerprint [0-9a-f]{16} here and [0-9a-f]{16} there/)
  expect(stderr).not.toContain(another.slice(2, 20))
  const shown = await cli.daywire('link-keys', 'show')
  expect(shown.code).toBe(78)
  expect(shown.stdout + shown.stderr).not.toContain(another.slice(2, 20))
})

test('a host with the same secret in the environment needs no file', async () => {
  await withReader()
  const same = await readFile(secret, 'utf8')
  await rm(secret)
  const host = await openTestCli({
    DAYWIRE_SECRET: same.trim(),
    DAYWIRE_DATABASE_URL: `sqlite:${join(cli.cwd, 'data/daywire.db')}`,
  })
  expect((await host.daywire('subscribers', 'list')).stdout).toContain('anna@example.org')
  await host.drop()
})

test('another key can be added; the database then knows both', async () => {
  await withReader()
  await writeFile(secret, `${await readFile(secret, 'utf8')}${another.replace('1', '2')}`)
  expect((await cli.daywire('subscribers', 'list')).code).toBe(0)
  const { json } = await cli.daywire('link-keys', 'show', '--json')
  expect(json()).toMatchObject([{ number: '1' }, { number: '2' }])
})

test('if the original is lost, a person adopts another', async () => {
  await withReader()
  await writeFile(secret, another)
  expect(await cli.daywire('link-keys', 'adopt')).toMatchObject({ code: 0 })
  expect((await cli.daywire('subscribers', 'list')).stdout).toContain('anna@example.org')
})
