import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addAccount } from '../../../services/accounts/managing/add-account.ts'
import { listAccounts } from '../../../services/accounts/managing/list-accounts.ts'
import type { MadeLink } from '../../../services/accounts/managing/make-link.ts'
import { listDigests } from '../../../services/newsroom/list-digests.ts'
import { manyTexts, oneText, readForm, type Typed } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'
import { sentence } from '../../../wording/wording.ts'
import { actorOf } from '../actor.ts'
import { grantChoices, grantsIn } from './grant-choices.ts'
import type { AccountPages } from '../pages.ts'
import { rolesInWords, shortTime } from '../words.ts'

const config = { permission: 'change-accounts', freshSignIn: true }
const invitation = z.object({ email: oneText, name: oneText, grants: manyTexts })
type Field = 'email' | 'name' | 'grants'

interface Shown {
  typed?: Typed<Field>
  faults?: Partial<Record<Field, string>>
  invited?: { email: string; link: MadeLink } | null
}

/** All accounts, and the form that invites another person. */
export function registerAccounts(web: FastifyInstance, site: WebContext, own: AccountPages): void {
  web.get('/accounts', { config }, async (request, reply) => accountsPage(site, own, { request, reply }, {}))

  web.post('/accounts', { config }, async (request, reply) => {
    const { typed } = readForm(invitation, request.body)
    const added = await addAccount(site.context, actorOf(request), {
      email: typed.email[0] ?? '',
      name: typed.name[0] ?? '',
      grants: grantsIn(typed.grants),
    })
    if (added.ok) return accountsPage(site, own, { request, reply }, { invited: added })
    void reply.code(422)
    const fault = site.pages.say(`invite-${added.field}`, { reason: sentence('en', added.reason) })
    return accountsPage(site, own, { request, reply }, { typed, faults: { [added.field]: fault } })
  })
}

async function accountsPage(
  site: WebContext,
  own: AccountPages,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { typed, faults = {}, invited = null }: Shown,
): Promise<string> {
  const { context, pages, path } = site
  const digests = await listDigests(context)
  const accounts = await listAccounts(context, actorOf(request))
  const page = {
    title: pages.say('accountsTitle'),
    ...(invited && { notice: invitedWords(site, invited) }),
  }
  return own.show(request, reply, 'accounts', page, {
    accounts: accounts.map((account) => ({
      url: `${path}accounts/${account.id}`,
      name: account.name,
      email: account.email,
      roles: rolesInWords(site, account.grants, digests),
      isDisabled: account.disabledAt !== null,
      state: account.disabledAt
        ? pages.say('isDisabled')
        : account.lastSignInAt
          ? shortTime(account.lastSignInAt)
          : pages.say('neverSignedIn'),
    })),
    email: typed?.email[0] ?? '',
    name: typed?.name[0] ?? '',
    choices: grantChoices(site, grantsIn(typed?.grants ?? []), digests),
    faults: { email: '', name: '', grants: '', ...faults },
    // If e-mails leave this machine, only the owner gets the link, by e-mail.
    link: invited && !invited.link.isMailed ? invited.link.url : '',
  })
}

const invitedWords = ({ pages }: WebContext, { email, link }: { email: string; link: MadeLink }): string =>
  pages.say(link.isMailed ? 'linkMailed' : 'linkShown', { email, until: shortTime(link.expiresAt) })
