import { expect, test } from 'vitest'
import { openTestCli } from '../context.ts'

test.each([
  [
    'http://localhost:8080/news/',
    /embedded mailbox \(SMTP at [^)]+\): http:\/\/localhost:8080\/news\/mailbox;/,
  ],
  [
    'https://news.example.org/',
    /embedded mailbox \(SMTP at [^)]+\): \.eml files in \S+\/data\/mailbox, as the mailbox has pages only while DAYWIRE_PUBLIC_URL/,
  ],
])('serve says how to see the e-mails if the public URL is %s', async (url, words) => {
  const cli = await openTestCli({ DAYWIRE_PUBLIC_URL: url })
  cli.stop.abort()
  const { code, stderr } = await cli.daywire('serve')
  await cli.drop()
  expect(code).toBe(0)
  expect(stderr).toMatch(words)
})

test.each(['web', 'worker'])('on SQLite, the role %s is refused', async (role) => {
  const cli = await openTestCli()
  const { code, stderr } = await cli.daywire('serve', '--role', role)
  await cli.drop()
  expect(code).toBe(78)
  expect(stderr).toContain(`the role ${role} needs PostgreSQL; on SQLite one process does everything`)
})

test('an unknown role is refused', async () => {
  const cli = await openTestCli()
  const { code, stderr } = await cli.daywire('serve', '--role', 'sender')
  await cli.drop()
  expect(code).toBe(2)
  expect(stderr).toContain('all, web, worker')
})
