import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { maySomewhere } from '../../../core/permissions.ts'
import { byteSize } from '../../../core/text/byte-size.ts'
import { countFailing } from '../../../services/collecting/viewing/count-failing.ts'
import { openKeptChecks, type KeptChecks } from '../../../services/editions/checks/kept-checks.ts'
import { lostApprovals } from '../../../services/editions/viewing/day/lost-approvals.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import { wordsOf, type Words } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'
import { editionName } from '../editions/place.ts'
import { openFollowers, type Followers } from '../live/followers.ts'
import { accountOf, highestRole } from './account.ts'
import { openAssets, type Asset, type Assets } from './assets.ts'
import { navigation, type Place } from './navigation.ts'
import { deskTemplates } from './templates.ts'

/** What a page of the desk passes to its frame. */
export interface DeskPage {
  /** Shown in the browser tab, before the newsroom's name. */
  title: string
  /** Its entry in the navigation, or `account`. */
  place: Place | 'account' | null
  /** What was just done, shown once above the page. */
  notice?: string
  /** What is wrong with the form that was sent. */
  fault?: string
  /** Scripts in addition to those of every page. */
  scripts?: readonly Asset[]
}

/** The frame of every page of the desk: masthead, navigation, footer, style sheet and scripts. */
export interface Desk {
  assets: Assets
  /** The findings of checks of editions, computed in the background. */
  checks: KeptChecks
  /** Its pages that are kept up to date. */
  followers: Followers
  say: Words['say']
  /** A path of the desk, below that of the public URL: `at('editions')`. */
  at(path: string): string
  /** Answers with a whole page; `view` is passed to its template. */
  show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    page: DeskPage,
    view: object,
  ): Promise<string>
  /** The same around a body that was rendered elsewhere. */
  around(request: FastifyRequest, reply: FastifyReply, page: DeskPage, body: string): Promise<string>
  /** Renders a part of a page. */
  part(template: string, view: object): string
}

/** Opens the desk's templates, words and assets. */
export function openDesk(site: WebContext): Desk {
  const assets = openAssets(site.templatesDir)
  const say = wordsOf('desk', 'en').say
  const at = (path: string): string => `${site.path}desk/${path}`
  const fill = deskTemplates(site, { say, at }, [join(site.templatesDir, 'desk')])
  const desk: Desk = {
    assets,
    checks: openKeptChecks(site.context),
    followers: openFollowers(site, site.limits),
    say,
    at,
    part: fill,
    show: async (request, reply, template, page, view) =>
      desk.around(request, reply, page, fill(template, { ...view, token: formTokenFor(site, request) })),
    async around(request, reply, page, body) {
      const account = accountOf(request)
      const role = highestRole(account)
      const seesDesk = maySomewhere(account.actor, 'view-desk')
      const seesReaders = maySomewhere(account.actor, 'view-readers')
      const newsroom = (await findNewsroom(site.context))?.name ?? 'Daywire'
      void reply.type('text/html; charset=utf-8')
      return fill('layout', {
        title: page.title,
        newsroom,
        body,
        isAccount: page.place === 'account',
        notice: page.notice ?? '',
        fault: page.fault ?? '',
        disk: seesDesk ? diskWarning(site, say) : '',
        lost: (seesDesk ? await lostApprovals(site.context, account.actor) : []).map(
          ({ digest, edition }) => ({
            revision: edition.revision,
            digest: digest.name,
            href: at(`editions/${digest.key}/${editionName(edition)}/approve`),
          }),
        ),
        navigation: seesDesk
          ? navigation(page.place, { failingSources: await countFailing(site.context), seesReaders })
          : [],
        person:
          role === null ? account.name : say('person', { name: account.name, role: say(`role-${role}`) }),
        style: linked(site, assets.style),
        scripts: [...assets.scripts, ...(page.scripts ?? [])].map((script) => linked(site, script)),
      })
    },
  }
  return desk
}

/** The warning above each page when the disk has little space left. */
function diskWarning({ context }: WebContext, say: Words['say']): string {
  const space = context.disk.space()
  if (space === null || space.state === 'ample') return ''
  return space.state === 'low' ? say('disk-low', { free: byteSize(space.free) }) : say('disk-full')
}

const linked = ({ path }: WebContext, asset: { path: string; integrity: string }) => ({
  href: path + asset.path,
  integrity: asset.integrity,
})
