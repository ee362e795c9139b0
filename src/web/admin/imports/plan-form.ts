import { z } from 'zod'
import {
  importBases,
  importModes,
  type Import,
  type ImportWishes,
} from '../../../core/entities/imports/import.ts'
import { importFields, type ImportField } from '../../../core/entities/imports/import-field.ts'
import type { InspectedList } from '../../../services/imports/starting/inspect-list.ts'
import type { ImportPlan } from '../../../services/imports/starting/set-up-import.ts'
import type { Words } from '../../../wording/wording.ts'
import { manyTexts, oneText } from '../../kit/forms/forms.ts'

/** The name of a sheet may begin with a space. */
const untrimmedText = z.array(z.string()).transform(([first = '']) => first)

const endings = ['unsubscribed', 'suppressed'] as const

/** An admin's settings for a list; `column` is repeated once for each column, in their order. */
export const planForm = z.object({
  sheet: untrimmedText,
  column: manyTexts,
  mode: oneText.pipe(z.enum(importModes)),
  basis: oneText.pipe(z.enum(importBases)),
  proof: oneText,
  neverMail: oneText.pipe(z.enum(endings)),
  takesRejects: oneText,
})

const isField = (name: string): name is ImportField => importFields.some((field) => field === name)

export const planOf = ({ column, takesRejects, sheet, ...rest }: z.output<typeof planForm>): ImportPlan => ({
  ...rest,
  sheet: sheet === '' ? null : sheet,
  columns: column.map((name) => (isField(name) ? name : null)),
  takesRejects: takesRejects === 'yes',
})

/** What the form shows at first: the stored settings, or those guessed from the list. */
export function firstPlan(
  { settings, columns }: Import,
  { facts, columns: guessed }: InspectedList,
): ImportPlan {
  const { everyone } = facts
  const isOut = everyone === 'unsubscribed' || everyone === 'suppressed'
  const said: ImportWishes = settings
  const { sheet } = facts
  if (columns !== null || !isOut) return { ...said, sheet, columns: guessed }
  return { ...said, sheet, columns: guessed, mode: 'never-mail', neverMail: everyone }
}

interface Option {
  value: string
  name: string
  about: string
  isChosen: boolean
}

/** The form's fields for its template. */
export function planView(say: Words['say'], plan: ImportPlan, { facts, samples }: InspectedList) {
  const option = (value: string, chosen: string, name: string, about: string): Option => ({
    value,
    name: say(name),
    about: say(about),
    isChosen: value === chosen,
  })
  return {
    sheet: facts.sheet ?? '',
    sheets:
      facts.sheets.length > 1 ? facts.sheets.map((name) => ({ name, isChosen: name === facts.sheet })) : [],
    columns: facts.header.map((name, at) => ({
      id: `column-${at}`,
      name: name || say('import-column-nameless', { number: at + 1 }),
      samples: samples
        .map(({ fields }) => fields[at]?.trim() ?? '')
        .filter(Boolean)
        .slice(0, 3),
      fields: ['', ...importFields].map((field) => ({
        value: field,
        name: field === '' ? say('import-field-none') : say(`import-field-${field}`),
        isChosen: (plan.columns[at] ?? '') === field,
      })),
    })),
    modes: importModes.map((one) => option(one, plan.mode, `import-mode-${one}`, `import-mode-${one}-about`)),
    bases: importBases.map((one) =>
      option(one, plan.basis, `import-basis-${one}`, `import-basis-${one}-about`),
    ),
    endings: endings.map((one) =>
      option(one, plan.neverMail, `import-ending-${one}`, `import-ending-${one}-about`),
    ),
    proof: plan.proof,
    takesRejects: plan.takesRejects,
  }
}
