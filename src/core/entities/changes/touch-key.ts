/**
 * What a change touches: one value of an edition, of a digest's day before its freeze, of a digest, or of a story wherever it is carried.
 * Two changes that touch the same value conflict.
 */
export interface TouchKey {
  scope: Scope
  /** The story; null for a value of the edition or day itself. */
  story: number | null
  aspect: string
}

export type Scope =
  | { kind: 'edition'; id: number }
  | { kind: 'day'; digest: number; date: string }
  | { kind: 'digest'; digest: number }
  | { kind: 'everywhere' }

/** `edition:7/story:12/headline`, `digest:1/2026-11-23/lead`, `digest:1/story:12/hold`, `story:12/embargo`. */
export function keyText({ scope, story, aspect }: TouchKey): string {
  return [...scopeText(scope), ...(story === null ? [] : [`story:${story}`]), aspect].join('/')
}

function scopeText(scope: Scope): string[] {
  switch (scope.kind) {
    case 'edition':
      return [`edition:${scope.id}`]
    case 'day':
      return [`digest:${scope.digest}`, scope.date]
    case 'digest':
      return [`digest:${scope.digest}`]
    case 'everywhere':
      return []
  }
}

const form =
  /^(?:edition:(?<edition>\d+)\/|digest:(?<digest>\d+)\/(?:(?<date>\d{4}-\d\d-\d\d)\/)?)?(?:story:(?<story>\d+)\/)?(?<aspect>[a-z-]+(?::\d+)?)$/

/** Parses a stored key. Throws if the text is not one. */
export function keyFrom(text: string): TouchKey {
  const named = form.exec(text)?.groups
  if (!named) throw new Error(`invalid touch key “${text}”`)
  const { edition, digest, date, story, aspect = '' } = named
  return { scope: scopeFrom(edition, digest, date), story: story ? Number(story) : null, aspect }
}

function scopeFrom(edition?: string, digest?: string, date?: string): Scope {
  if (edition) return { kind: 'edition', id: Number(edition) }
  if (!digest) return { kind: 'everywhere' }
  return date ? { kind: 'day', digest: Number(digest), date } : { kind: 'digest', digest: Number(digest) }
}
