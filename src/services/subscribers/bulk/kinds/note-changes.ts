import type { LockedRow, Batch } from './kind.ts'

/** Records in the audit log what was done to each subscription, by which action and why. */
export function noteChanges(
  batch: Batch,
  changed: readonly LockedRow[],
  what: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { tx, action, at, actor } = batch
  const { reason } = action.input
  return tx.audit.appendAll(
    changed.map(({ subscriptionId }) => ({
      at,
      actor,
      action: what,
      subject: `subscription:${subscriptionId}`,
      detail: { bulk: action.id, ...(reason !== null && { reason }), ...more },
    })),
  )
}
