import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ownCredentials } from '../../../services/accounts/credentials/own-credentials.ts'
import { addPasskey, offerPasskey, removePasskey } from '../../../services/accounts/credentials/passkeys.ts'
import { setPassword } from '../../../services/accounts/credentials/set-password.ts'
import {
  offerTotp,
  renewRecoveryCodes,
  setUpTotp,
} from '../../../services/accounts/credentials/set-up-totp.ts'
import type { FoundSession } from '../../../services/accounts/sessions/find-session.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { clientOf } from '../signing-in/client.ts'
import { adoptSession, faultText } from '../signing-in/flow.ts'
import { passwordFaultText } from '../signing-in/password-fault.ts'
import { qrCode } from '../signing-in/qr-code.ts'
import { recoveryCodesPage } from '../signing-in/recovery-codes.ts'
import { rawText } from '../signing-in/sign-in.ts'
import { groups } from '../signing-in/steps.ts'
import type { AccountPages } from '../pages.ts'
import { shortTime } from '../words.ts'

const config = { permission: 'signed-in', freshSignIn: true }
const form = z.object({
  change: oneText,
  password: rawText,
  credential: rawText,
  name: oneText,
  passkey: oneText,
  sealed: oneText,
  code: oneText,
})

/** The result of a change: a fault by its field, nothing, or recovery codes to be shown. */
type Changed = {
  fault?: Partial<Record<'password' | 'passkey' | 'code', string>>
  token?: string | null
  recoveryCodes?: string[]
}
type Change = (
  site: WebContext,
  found: FoundSession,
  value: z.output<typeof form>,
  request: FastifyRequest,
) => Promise<Changed>

const changes: Record<string, Change> = {
  async password(site, found, { password }, request) {
    const set = await setPassword(site.context, found, password, clientOf(request))
    return set.ok ? set : { fault: { password: passwordFaultText(site, set.code) } }
  },
  async 'add-passkey'(site, found, { credential, name }, request) {
    const added = await addPasskey(site.context, found, { response: credential, name }, clientOf(request))
    return added.ok ? added : { fault: { passkey: faultText(site, added.code) } }
  },
  async 'remove-passkey'(site, found, { passkey }) {
    const removed = await removePasskey(site.context, found, passkey)
    return removed === 'last-credential' ? { fault: { passkey: site.pages.say('lastCredential') } } : {}
  },
  async app(site, found, { sealed, code }, request) {
    const set = await setUpTotp(site.context, found, { sealed, code }, clientOf(request))
    return set.ok ? set : { fault: { code: faultText(site, set.code) } }
  },
  async 'recovery-codes'(site, found) {
    return { recoveryCodes: await renewRecoveryCodes(site.context, found) }
  },
}

/** An account's credentials: only its owner can change them, after a fresh sign-in. */
export function registerSecurity(web: FastifyInstance, site: WebContext, own: AccountPages): void {
  web.get('/account/security', { config }, async (request, reply) => {
    return securityPage(site, own, { request, reply }, {}, null)
  })

  web.post('/account/security', { config }, async (request, reply) => {
    const read = readForm(form, request.body)
    const change = read.ok ? changes[read.value.change] : undefined
    if (!request.session || !read.ok || !change)
      return seeOther(reply, `${site.path}account/security`, 'nothing')
    const changed = await change(site, request.session, read.value, request)
    if (changed.fault) {
      void reply.code(422)
      return securityPage(site, own, { request, reply }, changed.fault, read.value.sealed || null)
    }
    void reply.type('text/html; charset=utf-8')
    return changedPage(site, request, reply, changed)
  })
}

async function changedPage(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { token = null, recoveryCodes }: Changed,
): Promise<FastifyReply | string> {
  const flow = { next: `${site.path}account`, carried: '' }
  if (recoveryCodes) return recoveryCodesPage(site, request, reply, { token, recoveryCodes }, flow)
  if (token !== null) await adoptSession(site, request, reply, token)
  return seeOther(reply, `${site.path}account`, 'changed')
}

async function securityPage(
  site: WebContext,
  own: AccountPages,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  faults: NonNullable<Changed['fault']>,
  sealed: string | null,
): Promise<string> {
  const { context, pages } = site
  const { session } = request
  if (!session) throw new Error('a route for accounts was answered without one')
  const { passkeys, recoveryCodesLeft } = await ownCredentials(context, session)
  const options = await offerPasskey(context, session)
  const offer = await offerTotp(context, session, sealed)
  const { name: path, integrity } = pages.passkeys
  const page = {
    title: pages.say('securityTitle'),
    lead: session.account.email,
    scripts: options ? [{ path, integrity }] : [],
  }
  return own.show(request, reply, 'security', page, {
    faults: { password: '', passkey: '', code: '', ...faults },
    email: session.account.email,
    hasPassword: session.account.hasPassword,
    hasTotp: session.account.hasTotp,
    recoveryCodesLeft,
    passkeys: passkeys.map(({ id, name, createdAt, usedAt }) => ({
      id,
      name,
      created: createdAt ? shortTime(createdAt) : '',
      used: usedAt ? shortTime(usedAt) : '',
    })),
    passkey: options ? JSON.stringify(options) : '',
    ...qrCode(offer.modules),
    secret: groups(offer.secret),
    sealed: offer.sealed,
  })
}
