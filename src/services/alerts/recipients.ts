import type { Account } from '../../core/entities/account.ts'
import type { Actor } from '../../core/entities/actor.ts'
import { isAlertedByDefault, type AlertAbout } from '../../core/entities/alerts.ts'
import { may, maySomewhere } from '../../core/permissions.ts'
import type { Transaction } from '../../store/store.ts'

export interface Recipient {
  address: string
  /** True if the account's choices decide; otherwise the newsroom's `alerts`. */
  isChosen: boolean
}

/**
 * The recipients of an alert, each address once: the newsroom's `alerts`, and the accounts that chose it and may view what it is about,
 * except disabled ones and the one that caused it.
 */
export async function recipientsOf(
  tx: Pick<Transaction, 'newsroom' | 'accounts' | 'alertChoices'>,
  about: AlertAbout,
  by: Actor,
): Promise<Recipient[]> {
  const listed = (await tx.newsroom.get())?.alerts ?? []
  const chosen = await tx.alertChoices.about(about)
  const wanting = (await tx.accounts.list()).filter((account) => {
    const did = by.kind === 'account' && by.id === account.id
    if (did || account.disabledAt !== null || !maySee(account, about)) return false
    return chosen.get(account.id) ?? isAlertedByDefault(account.grants, about)
  })
  const all = [
    ...listed.map((address) => ({ address, isChosen: false })),
    ...wanting.map(({ email }) => ({ address: email, isChosen: true })),
  ]
  return [...Map.groupBy(all, ({ address }) => address.toLowerCase()).values()].flatMap(
    ([first]) => first ?? [],
  )
}

/** Whether an account may view what an alert is about. */
export function maySee({ id, grants }: Pick<Account, 'id' | 'grants'>, { digest }: AlertAbout): boolean {
  return digest === null
    ? maySomewhere({ grants }, 'view-desk')
    : may({ kind: 'account', id, grants }, 'view-desk', digest)
}
