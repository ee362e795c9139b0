import type { LightMyRequestResponse } from 'fastify'
import { signToken } from '../../../src/core/token.ts'
import type { MailContent } from '../../../src/mail/mailbox/mail-reading.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { stampOf } from '../../../src/web/public/joining/form.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'

const form = 'application/x-www-form-urlencoded'

type Fields = Record<string, string | string[]>

/** The sign-up pages of a newsroom, with its mailbox. */
export interface Door {
  pages: TestPages
  get(path: string): Promise<LightMyRequestResponse>
  post(path: string, fields?: Fields, ip?: string): Promise<LightMyRequestResponse>
  /** Submits the form like a person, some seconds after it was shown. */
  signUp(email: string, fields?: Fields, ip?: string): Promise<LightMyRequestResponse>
  /** Sends the outbox; returns all e-mails to an address, the oldest first. */
  mailsTo(email: string): Promise<MailContent[]>
  status(place?: number): Promise<string | undefined>
  token(place?: number): string
}

export async function openDoor(options: Parameters<typeof testPages>[0] = {}): Promise<Door> {
  const pages = await testPages(options)
  await setUp(pages)
  const { context } = pages.app
  const door: Door = {
    pages,
    get: (path) => pages.web.inject(`/news/${path}`),
    post: (path, fields = {}, ip = '127.0.0.1') =>
      pages.web.inject({
        method: 'POST',
        url: `/news/${path}`,
        headers: { 'content-type': form, 'x-forwarded-for': ip },
        payload: new URLSearchParams(
          Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
        ).toString(),
      }),
    signUp(email, fields = {}, ip) {
      const shown = stampOf({ context })
      pages.wait({ seconds: 5 })
      return door.post('subscribe/daily', { email, topics: ['nuclear', 'missiles'], shown, ...fields }, ip)
    },
    async mailsTo(email) {
      await sendMessages(context)
      const mails = (await pages.app.mails()).filter((mail) => mail.to.includes(email))
      return mails.toSorted((one, other) => numberOf(one) - numberOf(other))
    },
    status: async (place = 1) => (await context.store.subscribers.byId(place))?.status,
    token: (place = 1) => signToken(context.linkKeys, place),
  }
  return door
}

/** The number of an e-mail in the outbox. */
const numberOf = ({ headers }: MailContent): number =>
  Number(/^<m(\d+)\./.exec(headers.find(({ name }) => name === 'Message-ID')?.value ?? '')?.[1])

/** The path below the pages of the first link in an e-mail's text to `kind`, such as `c/` for a confirmation. */
export function linkIn(mail: MailContent | undefined, kind: string): string {
  const found = new RegExp(`http://127\\.0\\.0\\.1:8080/news/(${kind}[\\w-]+)`).exec(mail?.text ?? '')
  if (!found?.[1]) throw new Error(`there is no link to ${kind} in ${mail?.text ?? 'no mail'}`)
  return found[1]
}
