import type { LockedRow, Stretch } from './kind.ts'

/** Records in the audit log what was done to each subscription, by which action and why. */
export function noteChanges(
  stretch: Stretch,
  changed: readonly LockedRow[],
  what: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { tx, action, at, actor } = stretch
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
