// What every CSV of ours (RFC 4180) keeps to, for whoever opens it in a spreadsheet.

/** Begins the file: it is UTF-8. */
export const csvMark = '\ufeff'

/** What begins a formula in a spreadsheet, its wide forms among them (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A text as no spreadsheet takes it for a formula: with an apostrophe before it where it begins like one. */
export const harmless = (text: string) => (formula.test(text) ? `'${text}` : text).replaceAll('\0', '').toWellFormed()

/** A line with its end, of cells as they are to be read. */
export const csvLineOf = (cells: readonly string[], separator: ',' | ';'): string => `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`

const quoted = (text: string, separator: string) => (text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
