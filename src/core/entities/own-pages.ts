/** Pages of the newsroom's own, each from a Markdown file of its name, at an address of its name. */
export const ownPageNames = ['privacy', 'imprint'] as const

export type OwnPageName = (typeof ownPageNames)[number]

/** Their Markdown, of those that there are. */
export type OwnPages = Partial<Record<OwnPageName, string>>

/** The names of those that there are, in the order in which they are linked. */
export const ownPagesIn = (pages: OwnPages): OwnPageName[] =>
  ownPageNames.filter((name) => pages[name] !== undefined)

/** Characters of such a file at most. */
export const longestOwnPage = 100_000
