import { z } from 'zod'
import { seal, unseal } from '../../../core/seal.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'

const purpose = 'subscriptions that came back'
const shape = z.object({ link: z.number(), digests: z.array(z.number()) })

/** The digests that an undo restored, sealed for the URL of the next page, so that nobody can forge it. */
export function sealRestored({ context }: WebContext, link: number, back: readonly Subscription[]): string {
  const digests = back.map(({ digestId }) => digestId)
  return seal(context.linkKeys, context.random, purpose, JSON.stringify({ link, digests }))
}

/** The ids of those digests, for the page of the same link; empty for anything else. */
export function restoredIn({ context }: WebContext, link: number, query: unknown): number[] {
  const { typed } = readForm(z.object({ with: oneText }), query)
  const text = unseal(context.linkKeys, purpose, typed.with[0] ?? '')
  const sealed = text === null ? null : shape.parse(JSON.parse(text))
  return sealed?.link === link ? sealed.digests : []
}
