import { primaryLanguage } from '../../core/text/primary-language.ts'
import type { Digest, Newsroom } from '../../core/entities/newsroom.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import type { WebContext } from '../web-context.ts'
import { signUpFormView, type SignUpFormView } from './joining/form-view.ts'
import { stampOf } from './joining/form.ts'

/** Milliseconds for which the box stays the same, so that the pages that show it can be cached. */
const stampEvery = 600_000

/**
 * The sign-up box of the reading pages (`templates/reading/partials/sign-up.hbs`), for the first digest in the page's language, otherwise
 * for any; null if nobody can subscribe.
 */
export async function signUpBox(
  site: WebContext,
  newsroom: Newsroom | null,
  language: string,
): Promise<{ form: SignUpFormView } | null> {
  const digests = await listDigests(site.context)
  const isOwn = (digest: Digest) => primaryLanguage(digest.language) === primaryLanguage(language)
  const digest = digests.find(isOwn) ?? digests[0]
  if (!newsroom || !digest) return null
  return { form: await signUpFormView(site, digest, { stamp: stampOf(site, stampEvery), language }) }
}
