/** Pages of the newsroom's own, each from a Markdown file of its name, at an address of its name. */
export const ownPageNames = ['privacy', 'imprint'] as const

export type OwnPageName = (typeof ownPageNames)[number]

/** Their Markdown, of those that there are. */
export type OwnPages = Partial<Record<OwnPageName, string>>

/** Characters of such a file at most. */
export const longestOwnPage = 100_000
