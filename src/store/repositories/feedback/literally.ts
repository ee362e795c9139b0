/** A LIKE pattern for a text anywhere, with `\` as its escape; in lower case. */
export const literally = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
