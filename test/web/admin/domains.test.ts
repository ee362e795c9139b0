import { afterEach, beforeEach, expect, test } from 'vitest'
import { askDomains } from '../../../src/services/subscribers/hygiene/domains/ask-domains.ts'
import { openResolver } from '../../../src/system.ts'
import { startDnsServer } from '../../dns-server.ts'
import { bringIn } from '../../services/imports/bring-in.ts'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
  await desk.room.reader('di@herald.net')
  await bringIn(
    desk.room.app.context,
    desk.room.digest,
    'email\nann@herald.net\nbo@bücher.net\ncy@gone.net\n',
  )
  await desk.as('analyst')
})
afterEach(() => desk.close())

async function ask(): Promise<void> {
  const dns = await startDnsServer()
  dns.names = { 'herald.net': { mx: ['in.herald.net'] }, 'xn--bcher-kva.net': { mx: [''] } }
  const context = { ...desk.room.app.context, resolver: openResolver([dns.address]) }
  await askDomains(context, new AbortController().signal)
  await dns.close()
}

test('a domain that accepts no e-mail is shown in the list, on the reader’s page and on the import’s, once DNS was queried', async () => {
  const isSaid = /accepts? no e-mail/
  const option = 'has a domain that accepts no e-mail'
  for (const path of ['readers', 'readers/3', 'readers/imports/1'])
    expect((await desk.get(path)).replace(option, '')).not.toMatch(isSaid)
  expect(await desk.get('readers?flag=no-mail')).toContain('0 found')
  await ask()

  const found = await desk.get('readers?flag=no-mail')
  expect(found).toContain('2 found')
  expect(found).toContain('bo@xn--bcher-kva.net')
  expect(found).toContain('cy@gone.net')
  expect(found).not.toContain('herald.net')
  const all = await desk.get('readers')
  expect(all.match(/Its domain accepts no e-mail/g)).toHaveLength(2)
  expect(await desk.get('readers/3')).toContain(
    'bücher.net (xn--bcher-kva.net) accepts no e-mail, according to DNS on',
  )
  expect((await desk.get('readers/2')).replace(option, '')).not.toMatch(isSaid)

  const list = await desk.get('readers/imports/1')
  const [, href = ''] =
    /<a href="([^"]+)">2 addresses are at domains that accept no e-mail<\/a>/.exec(list) ?? []
  const path = href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=').replace('/news/desk/', '')
  expect(await desk.get(path)).toContain('2 found')
})
