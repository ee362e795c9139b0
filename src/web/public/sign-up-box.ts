import { primaryLanguage } from '../../core/text/primary-language.ts'
import type { Digest, Newsroom } from '../../core/entities/newsroom.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import type { WebContext } from '../web-context.ts'
import { signUpFormView, type SignUpFormView } from './joining/form-view.ts'
import { stampOf } from './joining/form.ts'

/** Milliseconds for which the box stays the same, so that caches can keep the pages that show it. */
const stampEvery = 600_000

/**
 * What the sign-up box of the reading pages shows (`templates/reading/partials/sign-up.hbs`), for the first digest in the language
 * of the page, or of any where there is none; null where nobody can subscribe.
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
