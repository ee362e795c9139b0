import type { Account } from '../../../core/entities/account.ts'
import { absolute, oneTimeLinkPath } from '../../../core/links.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { newSecret, secretHash } from '../secrets/secret-hash.ts'
import { linkMessage } from './link-message.ts'
import { linkTerms, type LinkKind } from './link-terms.ts'

/** A one-time link, and whether it is also sent by e-mail. */
export interface MadeLink {
  url: string
  expiresAt: Temporal.Instant
  isMailed: boolean
}

type Deps = Pick<Context, 'clock' | 'random' | 'settings' | 'linkKeys'>

/** Makes a one-time link that replaces unused ones of the account, and writes its message if e-mails leave this machine. */
export async function makeLink(
  context: Deps,
  tx: Transaction,
  account: Pick<Account, 'id' | 'email'>,
  kind: Exclude<LinkKind, 'demo'>,
): Promise<MadeLink> {
  const made = await putLink(context, tx, account.id, kind, kind)
  const newsroom = context.settings.embeddedMailbox ? null : await tx.newsroom.get()
  if (newsroom) {
    const message = linkMessage(context, newsroom.name, kind, made.url)
    await writeMessage(tx, account.email, message, context.clock.now())
  }
  return { ...made, isMailed: newsroom !== null }
}

/** `storedKind`: the purpose of the link in the store. */
export async function putLink(
  { clock, random, settings }: Pick<Deps, 'clock' | 'random' | 'settings'>,
  tx: Pick<Transaction, 'signIns'>,
  accountId: number,
  kind: LinkKind,
  storedKind: string,
): Promise<Omit<MadeLink, 'isMailed'>> {
  const token = newSecret(random)
  const createdAt = clock.now()
  const expiresAt = createdAt.add(linkTerms[kind])
  const link = { hash: secretHash(token), accountId, kind: storedKind, createdAt, expiresAt }
  await tx.signIns.putLink(link)
  return { url: absolute(settings.publicUrl, oneTimeLinkPath(token)), expiresAt }
}
