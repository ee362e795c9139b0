/** What `like` finds a text anywhere by, with `\` as its escape; in small letters. */
export const literally = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
