import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../core/permissions.ts'
import { openDesk, type DeskPage } from '../desk/frame/frame.ts'
import { formTokenFor } from '../kit/forms/form-token-for.ts'
import { formToken, openTemplates } from '../kit/views/templates.ts'
import type { WebContext } from '../web-context.ts'
import { actorOf } from './actor.ts'

/** The pages of accounts for people who are signed in, in the frame of the desk. */
export interface AccountPages {
  /** Answers with a whole page; `lead` is shown below its title, `view` is passed to its template. */
  show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    page: Omit<DeskPage, 'place'> & { lead?: string },
    view: object,
  ): Promise<string>
}

export function openAccountPages(site: WebContext): AccountPages {
  const { pages, path } = site
  const desk = openDesk(site)
  const fill = openTemplates([join(site.templatesDir, 'account', 'signed-in')], {
    helpers: {
      word: (key: string, options: { hash: Record<string, string | number> }) => pages.say(key, options.hash),
      url: (below: string) => path + below,
      formToken,
    },
    partials: [join(site.templatesDir, 'desk', 'partials')],
  })
  return {
    async show(request, reply, template, { lead = '', ...page }, view) {
      const token = formTokenFor(site, request)
      const { title } = page
      const body = fill(template, { title, ...view, token })
      const whole = fill('page', { title, lead, token, body, tabs: tabsFor(site, request) })
      return desk.around(request, reply, { ...page, place: 'account' }, whole)
    },
  }
}

/** The page of one account belongs to the entry of the list. */
const isAbove = (href: string, here = ''): boolean =>
  href.endsWith('/accounts') && here.startsWith(`${href}/`)

function tabsFor({ pages, path }: WebContext, request: FastifyRequest) {
  const tabs = [
    { name: pages.say('accountTitle'), href: `${path}account` },
    { name: pages.say('securityTitle'), href: `${path}account/security` },
    { name: pages.say('alertsTitle'), href: `${path}account/alerts` },
    ...(may(actorOf(request), 'change-accounts', null)
      ? [{ name: pages.say('accountsTitle'), href: `${path}accounts` }]
      : []),
  ]
  const here = request.url.split('?')[0]
  return tabs.map((tab) => ({ ...tab, isHere: tab.href === here || isAbove(tab.href, here) }))
}
