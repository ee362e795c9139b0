/** Text from outside with invisible and direction-changing characters replaced by U+FFFD. Line breaks and tabs are kept. */
export const visible = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(/[^\P{C}\n\t]/gu, '\uFFFD')
