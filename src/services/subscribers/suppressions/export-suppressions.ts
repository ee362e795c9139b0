import type { Actor } from '../../../core/entities/actor.ts'
import type { SuppressionCursor, SuppressionFilter } from '../../../core/entities/suppression-filter.ts'
import type { Suppression } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import type { Context } from '../../context.ts'
import { csvRow } from '../exporting/csv.ts'
import { allDomains } from './list-suppressions.ts'

const columns = ['email', 'domain', 'subdomains', 'reason', 'suppressed_at', 'by', 'report', 'import', 'hash']
const atOnce = 1_000

/**
 * Suppressed domains, and the suppressed addresses that match a filter, as chunks of a CSV file, each made when the previous one was
 * consumed. An address that no reader has is exported as its hash only. The audit log records who exported it.
 */
export async function* exportSuppressions(
  context: Pick<Context, 'store' | 'clock'>,
  filter: SuppressionFilter,
  actor: Actor,
): AsyncGenerator<string> {
  requirePermission(actor, 'change-suppressions', null)
  const { store, clock } = context
  const by = Object.entries(filter).flatMap(([name, value]) => (value === null || value === '' ? [] : [name]))
  await store.audit.append({
    at: clock.now(),
    actor,
    action: 'export',
    subject: 'suppressions',
    detail: { by },
  })
  yield csvRow(columns)
  if (by.length === 0) yield* domainPieces(context, actor)
  for (let after: SuppressionCursor | null = null; ;) {
    const page: { rows: Suppression[]; next: SuppressionCursor | null } = await store.suppressionList.page(
      filter,
      after,
      atOnce,
    )
    yield await piece(context, page.rows)
    if (!page.next) return
    after = page.next
  }
}

async function* domainPieces(context: Pick<Context, 'store'>, actor: Actor): AsyncGenerator<string> {
  for await (const row of allDomains(context, actor)) {
    const name = await nameActors(context, [row.actor])
    const subdomains = row.withSubdomains ? 'yes' : 'no'
    yield csvRow(['', row.domain, subdomains, row.reason, row.at.toString(), name(row.actor), '', '', ''])
  }
}

async function piece(context: Pick<Context, 'store'>, rows: readonly Suppression[]): Promise<string> {
  const name = await nameActors(
    context,
    rows.flatMap(({ proof }) => proof.actor ?? []),
  )
  return rows
    .map(({ email, reason, at, proof, hash }) =>
      csvRow([
        email ?? '',
        '',
        '',
        reason,
        at.toString(),
        proof.actor === null ? '' : name(proof.actor),
        String(proof.reportId ?? ''),
        String(proof.importId ?? ''),
        hash,
      ]),
    )
    .join('')
}
