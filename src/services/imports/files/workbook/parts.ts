import { AppError } from '../../../../core/errors.ts'
import { said } from '../../../../core/said/said.ts'
import { readWhole } from './xml.ts'
import type { Packed } from './zip.ts'

/** The parts of a workbook that are read, by name. */
export interface WorkbookParts {
  sheets: { name: string; part: string; isHidden: boolean }[]
  strings: string | null
  styles: string | null
  /** Days are counted from 1904. */
  from1904: boolean
}

/** Limit for a part that only lists others: ten thousand sheets take a megabyte. */
const mostBytes = 4 * 1024 * 1024

interface Relation {
  type: string
  part: string
}

/** Finds a workbook's parts by its relationships (ECMA-376 part 2, 9.3). Throws `bad-input` for any other archive. */
export async function workbookParts(packed: Packed): Promise<WorkbookParts> {
  const start = [...(await relationsOf(packed, '')).values()].find(({ type }) => type === 'officeDocument')
  const workbook = start?.part ?? 'xl/workbook.xml'
  const book = packed.read(workbook, mostBytes)
  if (!book || /\.bin$/i.test(workbook)) throw notWorkbook()
  const relations = await relationsOf(packed, workbook)
  const sheets: WorkbookParts['sheets'] = []
  let from1904 = false
  await readWhole(book, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true|on)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(
        ([key]) => /^(?:\w+:)?id$/.test(key) && key !== 'sheetId',
      )?.[1]
      const relation = relations.get(id ?? '')
      if (relation?.type !== 'worksheet') return
      const isHidden = /hidden/i.test(attributes['state'] ?? '')
      sheets.push({ name: attributes['name'] ?? '', part: relation.part, isHidden })
    },
  })
  const partOf = (type: string) => [...relations.values()].find((one) => one.type === type)?.part ?? null
  if (sheets.length === 0) throw notWorkbook()
  return { sheets, strings: partOf('sharedStrings'), styles: partOf('styles'), from1904 }
}

const notWorkbook = () =>
  new AppError(
    'bad-input',
    said('list-other-kind', { kind: said('kind-packed'), advice: said('advice-workbook') }),
  )

/** The parts that a part refers to, by id. */
async function relationsOf(packed: Packed, part: string): Promise<Map<string, Relation>> {
  const folder = part.includes('/') ? part.slice(0, part.lastIndexOf('/') + 1) : ''
  const pieces = packed.read(`${folder}_rels/${part.slice(folder.length)}.rels`, mostBytes)
  const relations = new Map<string, Relation>()
  if (!pieces) return relations
  await readWhole(pieces, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: resolved(folder, Target) })
    },
  })
  return relations
}

/** A target is absolute, or relative to the folder of the part. */
function resolved(folder: string, target: string): string {
  const { pathname = '' } = URL.parse(target.replaceAll('\\', '/'), `zip:///${folder}`) ?? {}
  const path = pathname.replace(/^\/+/, '')
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
