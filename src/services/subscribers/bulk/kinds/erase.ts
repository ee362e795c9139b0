import { erasePeople } from '../../erasing/erase-reader.ts'
import type { BulkWork } from './kind.ts'

/** Erases people, in every digest. */
export const erase: BulkWork = {
  async apply({ tx, rows, at, actor }) {
    await erasePeople(
      tx,
      rows.map(({ subscriberId }) => subscriberId),
      { at, actor },
    )
    return rows.map(() => 'changed')
  },
  undo: null,
}
