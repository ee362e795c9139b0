import type { Account } from '../../core/entities/account.ts'
import type { Actor } from '../../core/entities/actor.ts'
import {
  type AlertAbout,
  type AlertChoice,
  digestAlerts,
  isAlertedByDefault,
  sharedAlerts,
} from '../../core/entities/alerts.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Repositories } from '../../store/store.ts'
import { accountById } from '../accounts/managing/find-account.ts'
import type { Context } from '../context.ts'
import { maySee } from './recipients.ts'

/** The alerts of one digest, or of what all share, as an account gets them. */
export interface AlertPlan {
  digest: Digest | null
  alerts: (AlertChoice & { isDefault: boolean })[]
}

/** Every alert that an account may get, and whether it does: by digest, then those of what all share. */
export async function alertsOf(
  { store }: { store: Pick<Repositories, 'digests' | 'alertChoices'> },
  account: Pick<Account, 'id' | 'grants'>,
): Promise<AlertPlan[]> {
  const chosen = await store.alertChoices.of(account.id)
  const state = (about: AlertAbout) => {
    const isDefault = isAlertedByDefault(account.grants, about)
    const choice = chosen.find(({ alert, digest }) => alert === about.alert && digest === about.digest)
    return { ...about, isDefault, isWanted: choice?.isWanted ?? isDefault }
  }
  const plans = [
    ...(await store.digests.list()).map((digest) => ({
      digest,
      alerts: digestAlerts.map((alert) => ({ alert, digest: digest.id }) as const),
    })),
    { digest: null, alerts: sharedAlerts.map((alert) => ({ alert, digest: null }) as const) },
  ]
  return plans
    .map(({ digest, alerts }) => ({
      digest,
      alerts: alerts.filter((about) => maySee(account, about)).map(state),
    }))
    .filter(({ alerts }) => alerts.length > 0)
}

/**
 * Sets which of the alerts that an account may get it does get; decided by its owner or somebody who manages accounts. Choices equal to the
 * defaults of its roles are not stored, so that they follow the roles. False if nothing changed. Throws `not-found`.
 */
export async function chooseAlerts(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
  wanted: readonly AlertAbout[],
): Promise<boolean> {
  if (actor.kind !== 'account' || actor.id !== id) requirePermission(actor, 'change-accounts', null)
  return store.transaction(async (tx) => {
    await tx.lock('accounts')
    const account = await accountById(tx, id)
    const before = (await alertsOf({ store: tx }, account)).flatMap(({ alerts }) => alerts)
    const after = before.map((one) => ({
      ...one,
      isWanted: wanted.some(({ alert, digest }) => alert === one.alert && digest === one.digest),
    }))
    const changed = after.filter(({ isWanted }, index) => isWanted !== before[index]?.isWanted)
    if (changed.length === 0) return false
    await tx.alertChoices.replace(
      id,
      after.filter(({ isWanted, isDefault }) => isWanted !== isDefault),
    )
    const detail = { changed: changed.map(({ alert, digest, isWanted }) => ({ alert, digest, isWanted })) }
    const at = clock.now()
    await tx.audit.append({ at, actor, action: 'choose-alerts', subject: `account:${id}`, detail })
    return true
  })
}
