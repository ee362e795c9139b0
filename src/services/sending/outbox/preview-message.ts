import type { Digest } from '../../../core/entities/newsroom.ts'
import type { LinkKeys } from '../../../core/token.ts'
import { listSources } from '../../collecting/managing/list-sources.ts'
import type { Context } from '../../context.ts'
import { openMailMaking } from '../../subscribers/mails/reader-mails.ts'
import { makeMail, type MadeMail } from './make-mail.ts'
import { sampleMessage, type SampleName } from './sample-messages.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'random' | 'linkKeys'>

/** Signs links that are as long as real ones and open nothing. */
const noKeys: LinkKeys = new Map([[1, Buffer.alloc(32)]])

/**
 * Previews an e-mail that is no digest, rendered like those that are sent, with links that open nothing. `language` overrides the digest's.
 * Throws `template-broken` naming the file.
 */
export async function previewMessage(
  context: Deps,
  digest: Digest,
  name: SampleName,
  language: string = digest.language,
): Promise<MadeMail> {
  const inert = { ...context, linkKeys: noKeys }
  const making = await openMailMaking(inert, { ...digest, language })
  const [newest = null] = await context.store.archivedEditions.newest(1, digest.id)
  const [source] = await listSources(context)
  const content = sampleMessage(name, { ...making, newest, source: source?.name ?? digest.name })
  const newsroom = { ...making.newsroom, language }
  const made = await makeMail(inert, newsroom, { id: 0, recipient: 'reader@example.org', content })
  return { ...made, bytes: context.mail.unstuff(made.bytes) }
}
