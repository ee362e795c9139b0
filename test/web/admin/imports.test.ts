import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runImports } from '../../../src/services/imports/running/run-imports.ts'
import { formTokenField } from '../../../src/web/kit/forms/form-token.ts'
import { packed, textRows, workbook } from '../../services/imports/files/packing.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'
import { signedIn, type TestAccount } from '../signed-in.ts'

let home: TestPages
let admin: TestAccount
let analyst: TestAccount
beforeAll(async () => {
  home = await testPages()
  await setUp(home)
  admin = await signedIn(home.app.context, 'admin')
  analyst = await signedIn(home.app.context, 'analyst')
})
afterAll(() => home.close())

const at = '/news/desk/readers'
const list =
  'E-Mail;Vorname;Nachname;Notiz\nann@example.org;Ann;Lee;x\nnobody;Bob;;\ncem@example.net;Cem;;y\n'

/** A form with a file, as a browser sends it. */
function multipart(fields: Record<string, string>, file: { name: string; bytes: Buffer } | null) {
  const boundary = 'x-x-x'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="list"; filename="${file?.name ?? ''}"\r\ncontent-type: text/csv\r\n\r\n`
  return {
    payload: Buffer.concat([
      Buffer.from(parts.join('') + head),
      file?.bytes ?? Buffer.alloc(0),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    type: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

async function upload(name: string, bytes: Buffer | null, who = admin, token = tokenOf(who)) {
  const { payload, type } = multipart({ [formTokenField]: token }, bytes && { name, bytes })
  return home.web.inject({
    method: 'POST',
    url: `${at}/import`,
    headers: { ...who.headers, ...type },
    payload,
  })
}

const tokenOf = (who: TestAccount) => new URLSearchParams(who.form()).get(formTokenField) ?? ''

const post = (path: string, fields: Record<string, string | string[]> = {}, who = admin) =>
  home.web.inject({ method: 'POST', url: path, headers: who.formHeaders, payload: who.form(fields) })

async function page(path: string, who = admin): Promise<string> {
  const answer = await home.web.inject({ url: path, headers: who.headers })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.body
}

const work = () => runImports(home.app.context, new AbortController().signal)
const emails = async () => {
  const digest = (await home.app.context.store.digests.list())[0]
  const page = { digestId: digest?.id ?? 0, afterId: 0, count: 100, status: 'active' } as const
  return (await home.app.context.store.subscribers.page(page)).map(({ email }) => email)
}

/** The path of a reader's page. */
async function readerOf(email: string): Promise<string> {
  const listed = await page(`${at}?q=${encodeURIComponent(email)}`)
  const [, id] = /[?&;]reader(?:=|&#x3D;)(\d+)/.exec(listed) ?? []
  return `${at}/${id}`
}

const plan = {
  mode: 'add',
  basis: 'proof',
  proof: 'on paper',
  neverMail: 'unsubscribed',
  takesRejects: 'yes',
}

describe('a list', () => {
  test('is uploaded, previewed, checked, imported and undone', async () => {
    const sent = await upload('Liste.csv', Buffer.from(list))
    expect(sent.statusCode, sent.body).toBe(303)
    const place = String(sent.headers.location).replace(/\?.*/, '')
    const form = await page(place)
    expect(form).toContain('Text with semicolons, read as UTF-8.')
    expect(form).toMatch(/<label for="column-0">E-Mail<\/label>.*ann@example\.org/s)
    expect(form).toContain('<option value="first_name" selected>')

    const column = ['email', 'first_name', 'last_name', '']
    const unproven = await post(`${place}/plan`, { ...plan, proof: '', column })
    expect(unproven.statusCode).toBe(422)
    expect(unproven.body).toContain('<p class="wrong" id="proof-fault">Say how these people have agreed')
    expect((await post(`${place}/plan`, { ...plan, column })).statusCode).toBe(303)
    expect(await page(place)).toContain('hx-trigger="every 2s"')
    await work()
    const checked = await page(place)
    expect(checked).toContain('What would happen to the rows')
    expect(checked).toMatch(/<dt>2<\/dt><dd>new<\/dd>/)
    expect(await emails()).toEqual([])
    expect(await page(`${place}?again`)).toContain('on paper')

    expect((await post(`${place}/start`)).statusCode).toBe(303)
    await work()
    const done = await page(place)
    expect(done).toContain('Undo this import')
    expect(await emails()).toEqual(['ann@example.org', 'cem@example.net'])
    const rejects = await home.web.inject({ url: `${place}/rejects.csv`, headers: admin.headers })
    expect(rejects.headers['content-disposition']).toContain('rejected-')
    expect(rejects.body).toMatch(
      /^line;column;reason;E-Mail;Vorname;Nachname;Notiz\n3;email;.*;nobody;Bob;;\n$/,
    )

    expect(await page(`${at}/imports`, analyst)).toContain('Liste.csv')
    expect(await page(place, analyst)).not.toContain('Undo this import')
    expect((await post(`${place}/undo`, {}, analyst)).statusCode).toBe(403)
    const ann = await readerOf('ann@example.org')
    expect(await page(ann)).toContain('Undo for this reader')
    expect(await page(ann, analyst)).not.toContain('Undo for this reader')
    const number = place.replace(/.*\//, '')
    expect((await post(`${ann}/undo-import`, { number }, analyst)).statusCode).toBe(403)
    expect((await post(`${ann}/undo-import`, { number: '99999' })).statusCode).toBe(422)
    const undone = await post(`${ann}/undo-import`, { number })
    expect(await page(String(undone.headers.location))).toContain('changed for this reader is undone')
    expect(await emails()).toEqual(['cem@example.net'])

    expect((await post(`${place}/undo`)).statusCode).toBe(303)
    await work()
    expect(await page(place)).toContain('Undone')
    expect(await emails()).toEqual([])
  })

  test('can be a workbook, and is discarded without a trace', async () => {
    const file = packed(workbook({ People: textRows([['email'], ['dot@example.org']]) }))
    const place = String((await upload('people.xlsx', file)).headers.location).replace(/\?.*/, '')
    expect(await page(place)).toContain('sheet “People”')
    expect((await post(`${place}/cancel`)).statusCode).toBe(303)
    expect(await page(place)).toContain('Cancelled')
  })

  test('of a workbook is read from the selected sheet', async () => {
    const sheets = {
      People: textRows([['email'], ['dot@example.org']]),
      'Press & radio': textRows([
        ['Mail', 'Name'],
        ['eve@example.org', 'Eve'],
      ]),
    }
    const sent = await upload('people.xlsx', packed(workbook(sheets)))
    const place = String(sent.headers.location).replace(/\?.*/, '')
    const first = await page(place)
    expect(first).toMatch(/<option value="People" selected>/)
    const other = await page(`${place}?sheet=Press+%26+radio`)
    expect(other).toMatch(/<option value="Press &amp; radio" selected>/)
    expect(other).toContain('eve@example.org')
    const plan = { mode: 'add', basis: 'proof', proof: 'paper', neverMail: 'unsubscribed' }
    const form = { ...plan, sheet: 'Press & radio', column: ['email', 'name'] }
    expect((await post(`${place}/plan`, form)).statusCode).toBe(303)
    await work()
    expect(await page(`${place}?again`)).toMatch(/<option value="Press &amp; radio" selected>/)
    expect((await post(`${place}/start`)).statusCode).toBe(303)
    await work()
    expect(await emails()).toContain('eve@example.org')
    expect(await emails()).not.toContain('dot@example.org')
    expect((await post(`${place}/undo`)).statusCode).toBe(303)
    await work()
    expect(await page(`${place}?sheet=Nowhere`)).toContain('people.xlsx')
  })

  test('of unsubscribed people suppresses them by default', async () => {
    const left =
      'Email Address,MEMBER_RATING,UNSUB_TIME,LEID,EUID\nfay@example.org,2,2022-02-02 02:02:02,1,a\n'
    const sent = await upload('unsubscribed_members_export_1.csv', Buffer.from(left))
    const form = await page(String(sent.headers.location))
    expect(form).toContain('It is an export of Mailchimp.')
    expect(form).toMatch(/value="never-mail" checked/)
    expect(form).not.toContain('This file of Mailchimp')
  })

  test('of a service that does not export who unsubscribed shows a notice', async () => {
    const list = Buffer.from('id,email,subscribed_to_emails,labels\n1,ida@example.org,true,\n')
    const { headers } = await upload('members.csv', list)
    expect(await page(String(headers.location))).toContain(
      '<p class="notice">An export of Ghost does not say whose address has bounced, or who has complained: in Ghost, filter the members for those whose e-mail is disabled, export them too, and import them first as people who must not be e-mailed.</p>',
    )
  })

  test('that would unsubscribe most readers is imported once their number is typed', async () => {
    const place = async (name: string, text: string, mode: string) => {
      const { headers } = await upload(name, Buffer.from(text))
      const path = String(headers.location).replace(/\?.*/, '')
      expect((await post(`${path}/plan`, { ...plan, mode, column: ['email'] })).statusCode).toBe(303)
      await work()
      return path
    }
    const all = await place('all.csv', 'email\nuna@example.org\nvic@example.org\n', 'add')
    expect(await page(all)).not.toContain('name="number"')
    await post(`${all}/start`)
    await work()
    home.clock.set(home.clock.now().add({ minutes: 1 }))
    const before = await emails()
    const none = await place('none.csv', 'email\n', 'replace')
    const checked = await page(none)
    expect(checked).toContain(
      `<h2>${before.length} of ${before.length} readers are not in the list, and would be unsubscribed</h2>`,
    )
    expect(checked).toMatch(/<input id="number"[^>]* required/)
    for (const number of ['', '1', 'all']) {
      const wrong = await post(`${none}/start`, { number })
      expect(wrong.statusCode).toBe(422)
      expect(wrong.body).toContain(`Type the number of readers who will be unsubscribed: ${before.length}`)
    }
    expect(await emails()).toEqual(before)
    expect((await post(`${none}/start`, { number: String(before.length) })).statusCode).toBe(303)
    await work()
    expect(await emails()).toEqual([])
    await post(`${none}/undo`)
    await work()
    expect(await emails()).toEqual(before)
    await post(`${all}/undo`)
    await work()
  })

  test('that cannot be read shows why', async () => {
    const sent = await upload('list.csv', Buffer.from('%PDF-1.7'))
    const shown = await page(String(sent.headers.location))
    expect(shown).toContain('The file is a PDF')
    expect(shown).toContain('Cancel this import')
  })
})

describe('nothing is accepted from a form', () => {
  test('without a file, or with an empty one', async () => {
    const none = await upload('', null)
    expect(none.statusCode).toBe(422)
    expect(none.body).toContain('Choose a file first')
    expect((await upload('empty.csv', Buffer.alloc(0))).statusCode).toBe(422)
  })

  test('from another site, or from somebody who may only view', async () => {
    expect((await upload('list.csv', Buffer.from(list), admin, 'forged')).statusCode).toBe(403)
    expect((await upload('list.csv', Buffer.from(list), admin, tokenOf(analyst))).statusCode).toBe(403)
    expect((await upload('list.csv', Buffer.from(list), analyst)).statusCode).toBe(403)
    expect((await post(`${at}/import`, { x: '1' })).statusCode).toBe(422)
  })

  test('about an unknown import', async () => {
    const answer = await home.web.inject({ url: `${at}/imports/99999`, headers: admin.headers })
    expect(answer.statusCode).toBe(404)
  })
})
