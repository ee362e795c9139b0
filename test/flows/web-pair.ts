import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Role } from '../../src/core/entities/actor.ts'
import { systemClock } from '../../src/system.ts'
import { testPlatform } from '../platform.ts'
import { postgres } from '../torture/place/backends.ts'
import { openPlace, type Place, type Sender } from '../torture/place/place.ts'
import { openStream, type EventStream } from '../web/desk/event-stream.ts'
import { signedIn, type TestAccount } from '../web/signed-in.ts'

const publicUrl = 'http://127.0.0.1:8080/news/'

/** One of two processes, for its signed-in account. */
export interface WebProcess {
  account: TestAccount
  /** The same process, for somebody else. */
  as(account: TestAccount): WebProcess
  /** `path` is below `/news/`. */
  get(path: string): Promise<{ status: number; body: string }>
  /** Submits a form; throws if the answer is not a redirect. */
  post(path: string, form: Record<string, string>): Promise<void>
  /** Follows the live updates of the page at `path`, as its script does. */
  follow(path: string): Promise<EventStream>
}

/** Two processes serving one PostgreSQL database with a draft: a chief editor is signed in to the first, an editor to the second. */
export interface WebPair {
  place: Place
  first: WebProcess
  second: WebProcess
  /** Adds another account. */
  signIn(role: Role): Promise<TestAccount>
  /** Of its edition, `YYYY-MM-DD`. */
  date: string
  drop(): Promise<void>
}

export async function openWebPair(server: string): Promise<WebPair> {
  const place = await openPlace(postgres(server), 1)
  const running: Sender[] = []
  const data = join(place.newsroom.folder, 'data')
  const env = { DAYWIRE_DATABASE_URL: place.databaseUrl, DAYWIRE_DATA: data, DAYWIRE_PUBLIC_URL: publicUrl }
  const app = await openApp(
    readConfig(env, place.newsroom.folder, () => ''),
    testPlatform(systemClock),
  )
  const signIn = (role: Role) => signedIn(app.context, role)
  const drop = async () => {
    for (const one of running) one.signal('SIGTERM')
    await Promise.all(running.map(({ ended }) => ended))
    await app.close()
    await place.drop()
  }
  try {
    const date = await draftOf(place)
    const start = async (account: TestAccount): Promise<WebProcess> => {
      const own = { DAYWIRE_PORT: '0', DAYWIRE_PUBLIC_URL: publicUrl }
      const process = place.start(['serve', '--role', 'web'], own)
      running.push(process)
      return webProcess(await addressOf(process), account)
    }
    // One after the other: accounts are numbered as they sign in.
    const chief = await signIn('chief-editor')
    const editor = await signIn('editor')
    const [first, second] = await Promise.all([start(chief), start(editor)])
    return { place, first, second, signIn, date, drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** Composes today's edition, which needs one approval; returns its date. */
async function draftOf(place: Place): Promise<string> {
  const digest = await place.store.digests.byKey('daily')
  if (!digest) throw new Error('there is no digest')
  await place.store.digests.put({ ...digest, approval: 'one' }, systemClock.now())
  const { stderr } = await place.start(['run']).ended
  const edition = await place.edition()
  if (edition?.status !== 'draft') throw new Error(`no draft: ${stderr}`)
  return edition.date.toString()
}

async function addressOf(process: Sender): Promise<string> {
  for (;;) {
    const found = /served on (http:\/\/[\w.:]+)/.exec(process.said())?.[1]
    if (found !== undefined) return found
    const ended = await Promise.race([process.ended, new Promise((go) => void setTimeout(go, 50))])
    if (ended !== undefined) throw new Error(`a web process ended: ${process.said()}`)
  }
}

function webProcess(address: string, account: TestAccount): WebProcess {
  const at = (path: string) => `${address}/news/${path}`
  const get: WebProcess['get'] = async (path) => {
    const answer = await fetch(at(path), { headers: account.headers, redirect: 'manual' })
    return { status: answer.status, body: await answer.text() }
  }
  return {
    account,
    as: (other) => webProcess(address, other),
    get,
    async post(path, form) {
      const body = account.form(form)
      const answer = await fetch(at(path), {
        method: 'POST',
        headers: account.formHeaders,
        body,
        redirect: 'manual',
      })
      if (answer.status !== 303) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    },
    async follow(path) {
      const { body } = await get(path)
      const live = /hx-sse:connect="\/news\/([^"]+)"/.exec(body)?.[1]
      if (live === undefined) throw new Error(`${path} follows nothing`)
      const query = live.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
      return openStream(at(query), { ...account.headers, 'hx-request': 'true' })
    },
  }
}

/** Clicks a button on the page of a day, which changes the edition. */
export async function clickButton(one: WebProcess, day: string, asked: string): Promise<void> {
  const { body } = await one.get(day)
  await one.post(day, { do: asked, seen: hidden(body, 'seen'), edition: hidden(body, 'edition') })
}

/** The fields of a form on a page. */
export const hidden = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
