import { actorFrom } from '../../core/entities/actor.ts'
import { said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import type { Repositories } from '../../store/store.ts'

/** Names of stored actors for people: the account's name, otherwise the stored text. */
export async function nameActors(
  { store }: { store: Pick<Repositories, 'accounts'> },
  texts: readonly string[],
): Promise<(text: string) => string> {
  const actors = texts.map(actorFrom)
  const ids = actors.flatMap((actor) => (actor?.kind === 'account' ? [actor.id] : []))
  const names = await store.accounts.names([...new Set(ids)])
  return (text) => {
    const actor = actorFrom(text)
    if (actor?.kind === 'system') return 'Daywire'
    if (actor?.kind === 'command') return english(said('the-command-line'))
    return (actor?.kind === 'account' ? names.get(actor.id) : null) ?? text
  }
}
