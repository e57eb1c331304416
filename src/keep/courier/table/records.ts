// Splitting text into records and cells, by RFC 4180 with what spreadsheets add: any of four delimiters, bare quotes
// inside a cell that does not begin with one.

export type Split = {
  /** Characters of whole records; what is left is the beginning of one. */
  used: number
  /** Line breaks among them. */
  lines: number
  /** Whether what is left waits for a closing quote. */
  open: boolean
}

/** A whole record: its cells, the number of line breaks before it and inside it, and where its own characters stand. */
export type EachRecord = (cells: string[], line: number, breaks: number, from: number, to: number) => void

/**
 * Calls `each` with every whole record of `text`.
 * `newline` is '\n', or '\r' for files that know no other; `last` says that no text follows, so the last line is whole too.
 */
export function splitRecords(text: string, delimiter: string, newline: '\n' | '\r', last: boolean, each: EachRecord): Split {
  let at = 0
  let line = 0
  const anyQuote = text.includes('"')
  while (at < text.length) {
    let end = text.indexOf(newline, at)
    if (end === -1) {
      if (!last) break
      end = text.length
    }
    const stop = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    const plain = text.slice(at, stop)
    if (!anyQuote || !plain.includes('"')) {
      if (plain !== '') each(plain.split(delimiter), line, 0, at, stop)
      at = end + 1
      line += 1
      continue
    }
    const record = quotedRecord(text, at, delimiter, newline)
    if (!record) return { used: at, lines: line, open: true }
    if (record.end >= text.length && !last) break
    each(record.cells, line, record.breaks, at, text.charCodeAt(record.end - 1) === 13 ? record.end - 1 : record.end)
    at = record.end + 1
    line += 1 + record.breaks
  }
  return { used: Math.min(at, text.length), lines: line, open: false }
}

type Quoted = { cells: string[]; end: number; breaks: number }

/** One record that may hold quoted cells; undefined when a quote is not closed before the text ends. */
function quotedRecord(text: string, from: number, delimiter: string, newline: string): Quoted | undefined {
  const cells: string[] = []
  let at = from
  let breaks = 0
  let lineEnd = endOfLine(text, newline, at)
  for (;;) {
    let cell = ''
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1)
      if (close === -1) return undefined
      cell = text.slice(at + 1, close)
      breaks += countOf(cell, newline)
      if (cell.includes('""')) cell = cell.replaceAll('""', '"')
      at = close + 1
      if (at > lineEnd) lineEnd = endOfLine(text, newline, at)
    }
    let stop = text.indexOf(delimiter, at)
    if (stop === -1 || stop > lineEnd) stop = lineEnd
    const ends = stop === lineEnd
    const cut = ends && stop > at && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
    cells.push(cut > at ? cell + text.slice(at, cut) : cell)
    if (ends) return { cells, end: lineEnd, breaks }
    at = stop + 1
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at !== -1 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2)
  return at
}

function endOfLine(text: string, newline: string, from: number): number {
  const end = text.indexOf(newline, from)
  return end === -1 ? text.length : end
}

function countOf(text: string, newline: string): number {
  let n = 0
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) n += 1
  return n
}
