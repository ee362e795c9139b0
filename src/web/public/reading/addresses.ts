/** Paths of the reading pages below the public URL. */

export const topicPath = (id: string): string => `topics/${encodeURIComponent(id)}`
export const countryPath = (code: string): string => `countries/${encodeURIComponent(code.toLowerCase())}`
export const monthPath = (month: string): string => `archive/${month}`
