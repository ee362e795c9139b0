import { serviceNames } from '../../../core/entities/feedback/hook-service.ts'
import { absolute, hookPath } from '../../../core/links.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { fine, note, type Finding } from './finding.ts'

/** The services whose reports are accepted, each with the URL that it has to call. */
export function aboutHooks({ settings }: Pick<Context, 'settings'>): Finding[] {
  const { hooks, publicUrl } = settings
  return hooks.map((service) => {
    const about = said('about-hook', { service: serviceNames[service] })
    const url = absolute(publicUrl, hookPath(service))
    return url.startsWith('https:')
      ? fine(about, said('found-hook', { url }))
      : note(about, said('found-hook-plain', { url }))
  })
}
