import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addAccount } from '../../services/accounts/managing/add-account.ts'
import { listAccounts } from '../../services/accounts/managing/list-accounts.ts'
import type { MadeLink } from '../../services/accounts/managing/make-link.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { formTokenFor } from '../kit/forms/form-token-for.ts'
import { manyTexts, oneText, readForm, type Typed } from '../kit/forms/forms.ts'
import type { WebContext } from '../web-context.ts'
import { sentence } from '../../wording/wording.ts'
import { actorOf } from './actor.ts'
import { grantChoices, grantsIn } from './grant-choices.ts'
import { rolesInWords, shortTime } from './words.ts'

const config = { permission: 'change-accounts', freshSignIn: true }
const invitation = z.object({ email: oneText, name: oneText, grants: manyTexts })
type Field = 'email' | 'name' | 'grants'

interface Shown {
  typed?: Typed<Field>
  faults?: Partial<Record<Field, string>>
  invited?: { email: string; link: MadeLink } | null
}

/** The accounts there are, and the form that invites another person. */
export function registerAccounts(web: FastifyInstance, site: WebContext): void {
  web.get('/accounts', { config }, async (request, reply) => {
    void reply.type('text/html; charset=utf-8')
    return accountsPage(site, request, {})
  })

  web.post('/accounts', { config }, async (request, reply) => {
    const { typed } = readForm(invitation, request.body)
    const added = await addAccount(site.context, actorOf(request), {
      email: typed.email[0] ?? '',
      name: typed.name[0] ?? '',
      grants: grantsIn(typed.grants),
    })
    void reply.type('text/html; charset=utf-8')
    if (added.ok) return accountsPage(site, request, { invited: added })
    void reply.code(422)
    const fault = site.pages.say(`invite-${added.field}`, { reason: sentence('en', added.reason) })
    return accountsPage(site, request, { typed, faults: { [added.field]: fault } })
  })
}

async function accountsPage(
  site: WebContext,
  request: FastifyRequest,
  { typed, faults = {}, invited = null }: Shown,
): Promise<string> {
  const { context, pages, path } = site
  const digests = await listDigests(context)
  const accounts = await listAccounts(context, actorOf(request))
  const title = pages.say('accountsTitle')
  return pages.render('accounts', title, {
    title,
    newsroom: (await findNewsroom(context))?.name ?? '',
    token: formTokenFor(site, request),
    accounts: accounts.map((account) => ({
      url: `${path}accounts/${account.id}`,
      name: account.name,
      email: account.email,
      roles: rolesInWords(site, account.grants, digests),
      state: account.disabledAt
        ? pages.say('isDisabled')
        : account.lastSignInAt
          ? pages.say('lastSignIn', { at: shortTime(account.lastSignInAt) })
          : pages.say('neverSignedIn'),
    })),
    email: typed?.email[0] ?? '',
    name: typed?.name[0] ?? '',
    choices: grantChoices(site, grantsIn(typed?.grants ?? []), digests),
    faults: { email: '', name: '', grants: '', ...faults },
    invited: invited ? invitedWords(site, invited) : '',
    // Where mail leaves, it brings the link to its owner alone.
    link: invited && !invited.link.isMailed ? invited.link.url : '',
  })
}

const invitedWords = ({ pages }: WebContext, { email, link }: { email: string; link: MadeLink }): string =>
  pages.say(link.isMailed ? 'linkMailed' : 'linkShown', { email, until: shortTime(link.expiresAt) })
