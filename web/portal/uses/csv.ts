// The journal as it is shown, as a file for a table: RFC 4180, with a mark that tells programs it is UTF-8.

/** What a table program would take for a formula is told to be text. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** `separator`: what table programs of the reader's language take for one. */
export const csvOf = (rows: readonly (readonly string[])[], separator: ',' | ';'): string =>
  `\u{feff}${rows.map((row) => row.map(cell).join(separator)).join('\r\n')}\r\n`
