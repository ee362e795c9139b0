import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { commandActor, type Actor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Said } from '../../../core/said/said.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { readReason } from '../../read-reason.ts'
import { allDomains } from '../../subscribers/suppressions/list-suppressions.ts'
import {
  readSuppressedDomain,
  suppressDomainWithin,
  type WantedDomain,
} from '../../subscribers/suppressions/suppress-domain.ts'
import { jsonText } from './json-text.ts'
import { readJson } from './read-json.ts'

/** Its path, relative to the folder of the newsroom file. */
export const suppressedDomainsPath = 'subscribers/suppressed-domains.json'

/** A domain as written in the file. */
export type SeededDomain = WantedDomain & { reason: string }

/** A field parsed by `read`; its `bad-input` becomes a fault of the field. */
const readBy = (read: (text: string) => string) =>
  z.string().transform((text, context) => {
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      context.addIssue({ code: 'custom', params: { says: error.says } })
      return z.NEVER
    }
  })

const file = z.array(
  z
    .strictObject({
      domain: readBy(readSuppressedDomain),
      subdomains: z.boolean().default(false),
      reason: readBy(readReason),
    })
    .transform(({ domain, subdomains, reason }) => ({ domain, withSubdomains: subdomains, reason })),
)
type Written = z.input<typeof file>

/** Reads the file; empty if it does not exist. What is wrong with it is added to the faults. */
export async function readSuppressedDomains(path: string, faults: Said[]): Promise<SeededDomain[]> {
  return existsSync(path) ? ((await readJson(path, file, faults)) ?? []) : []
}

/** The file with every suppressed domain, by name. It is written even if there are none, so that an older one is replaced. */
export async function writeSuppressedDomains(context: Pick<Context, 'store'>): Promise<string> {
  const rows: Written = []
  for await (const { domain, withSubdomains, reason } of allDomains(context, commandActor))
    rows.push({ domain, ...(withSubdomains && { subdomains: true }), reason })
  return jsonText(rows)
}

/** Suppresses new ones; returns how many. */
export async function putSuppressedDomains(
  tx: Repositories,
  domains: readonly SeededDomain[],
  actor: Actor,
  at: Temporal.Instant,
): Promise<number> {
  if (domains.length > 0) requirePermission(actor, 'change-suppressions', null)
  let count = 0
  for (const one of domains) {
    const readers = await tx.suppressedDomains.readersAt(one.domain, one.withSubdomains, mostCounted + 1)
    if (await suppressDomainWithin(tx, { ...one, readers }, actor, at)) count += 1
  }
  return count
}
