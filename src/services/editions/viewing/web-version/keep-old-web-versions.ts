import { setImmediate as turn } from 'node:timers/promises'
import { reasonOf } from '../../../../core/errors.ts'
import type { Context } from '../../../context.ts'
import { sheetOf } from '../../composing/sheet.ts'
import { webPieces } from './web-pieces.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'events'>

/**
 * Makes the web version of each edition that was approved before web versions were stored, from its stored blocks, which are deleted after
 * a while. One that fails is logged and does not affect the others.
 */
export async function keepOldWebVersions(context: Deps): Promise<void> {
  for (const id of await context.store.webPieces.missing()) {
    try {
      await keepOne(context, id)
    } catch (error) {
      const message = `the web version of edition ${id} could not be made from its blocks: ${reasonOf(error)}`
      context.events.emit({ name: 'web-version.failed', message, data: { edition: id } })
    }
    await turn()
  }
}

async function keepOne(context: Deps, id: number): Promise<void> {
  const edition = await context.store.editions.byId(id)
  if (!edition) return
  const blocks = await context.store.contents.blocks(id, edition.revision)
  const pieces = webPieces(context, await sheetOf(context, edition), blocks)
  await context.store.transaction(async (tx) => {
    await tx.editions.lock(id)
    // An approval meanwhile has made its own.
    if ((await tx.webPieces.of(id)).length === 0) await tx.webPieces.put(id, pieces)
  })
}
