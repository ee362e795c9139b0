import type { FastifyRequest } from 'fastify'
import { offerPasskey } from '../../../services/accounts/credentials/passkeys.ts'
import { offerTotp } from '../../../services/accounts/credentials/set-up-totp.ts'
import type { FoundSession } from '../../../services/accounts/sessions/find-session.ts'
import { askForPasskey } from '../../../services/accounts/signing-in/sign-in-with-passkey.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { Flow } from '../../kit/sessions/sign-in-first.ts'
import type { WebContext } from '../../web-context.ts'
import { qrCode } from './qr-code.ts'

interface Shown {
  fault?: string
  /** The sealed secret that the form sent back. */
  sealed?: string
}

/** The page for the current step of a sign-in. */
export async function stepPage(
  site: WebContext,
  request: FastifyRequest,
  found: FoundSession,
  flow: Flow,
  { fault = '', sealed }: Shown = {},
): Promise<string> {
  const { pages, path } = site
  const step = found.step ?? 'code'
  const title = pages.say(`step-title-${step}`)
  const own = await stepFields(site, found, sealed ?? null)
  return pages.render(`${step}-step`, title, {
    ...flow,
    ...own,
    title,
    fault,
    newsroom: (await findNewsroom(site.context))?.name ?? '',
    email: found.account.email,
    token: formTokenFor(site, request),
    script: 'passkey' in own && own.passkey !== '' ? `${path}${pages.passkeys.name}` : '',
  })
}

async function stepFields({ context }: WebContext, found: FoundSession, sealed: string | null) {
  if (found.step === 'credential') return { passkey: asJson(await offerPasskey(context, found)) }
  if (found.step === 'passkey') return { passkey: asJson(await askForPasskey(context)) }
  if (found.step !== 'factor') return {}
  const offer = await offerTotp(context, found, sealed)
  return { ...qrCode(offer.modules), secret: groups(offer.secret), sealed: offer.sealed }
}

const asJson = (options: object | null): string => (options ? JSON.stringify(options) : '')

/** In groups of four, which are easier to type. */
export const groups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')
