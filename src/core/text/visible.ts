/**
 * Text from outside in which nothing is hidden: what cannot be seen, or turns the direction of what follows, is shown as a sign.
 * Breaks of lines and tabs stay.
 */
export const visible = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(/[^\P{C}\n\t]/gu, '\uFFFD')
