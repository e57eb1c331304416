import type { Desk } from '../errand.ts'
import { Unreadable } from '../errand.ts'
import { type DateSystem, type Format, formatOf } from './cells.ts'
import { attribute, xmlScanner } from './xml.ts'
import { type Budget, unpack, type ZipEntry } from './zip.ts'

// The small parts of a workbook: which sheets there are, which styles show dates, and the texts that cells point at.

export type Archive = { desk: Desk; entries: Map<string, ZipEntry>; budget: Budget }
export type Workbook = { sheets: { name: string; entry: ZipEntry; hidden: boolean }[]; dates: DateSystem }

const mostTexts = 8_000_000
const mostTextCharacters = 96 * 1024 * 1024

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const targets = new Map<string, string>()
  await scan(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    const id = attribute(attributes, 'Id')
    const target = attribute(attributes, 'Target')
    if (name === 'Relationship' && id && target) targets.set(id, target)
  })
  const sheets: Workbook['sheets'] = []
  let dates: DateSystem = 1900
  const found = await scan(archive, 'xl/workbook.xml', (name, attributes) => {
    const is1904 = attribute(attributes, 'date1904')
    if (name === 'workbookPr' && (is1904 === '1' || is1904 === 'true')) dates = 1904
    if (name !== 'sheet') return
    const id = /\s[\w]+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]
    const entry = archive.entries.get(pathOf(targets.get(id ?? '') ?? ''))
    const state = attribute(attributes, 'state')
    if (entry) sheets.push({ name: attribute(attributes, 'name') ?? '', entry, hidden: state === 'hidden' || state === 'veryHidden' })
  })
  if (!found) throw new Unreadable('This is a ZIP archive, but not an XLSX workbook: unpack it and send the table inside.')
  if (sheets.length === 0) throw new Unreadable('The workbook has no sheet that can be read.')
  return { sheets, dates }
}

function pathOf(target: string): string {
  const clean = target.toLowerCase()
  return clean.startsWith('/') ? clean.slice(1) : `xl/${clean}`
}

/** For each cell style, whether it shows a date. */
export async function readFormats(archive: Archive): Promise<Format[]> {
  const codes = new Map<number, string>()
  const formats: Format[] = []
  let inCells = false
  await scan(
    archive,
    'xl/styles.xml',
    (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      formats.push(formatOf(id, codes.get(id)))
    },
    (name) => {
      if (name === 'cellXfs') inCells = false
    },
  )
  return formats
}

/** The texts that cells of type "s" point at, by number. */
export async function readTexts(archive: Archive): Promise<string[]> {
  const texts: string[] = []
  let characters = 0
  let text = ''
  let inText = false
  let inReading = false
  await scan(
    archive,
    'xl/sharedstrings.xml',
    (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') inReading = true
      if (name === 't') inText = !inReading
    },
    (name) => {
      if (name === 't') inText = false
      if (name === 'rPh') inReading = false
      if (name !== 'si') return
      texts.push(text)
      characters += text.length
      if (texts.length > mostTexts || characters > mostTextCharacters) {
        throw new Unreadable('The workbook holds more text than an XLSX import takes: save the sheet as CSV and send that.')
      }
    },
    (piece) => {
      if (inText) text += piece
    },
  )
  return texts
}

/** Scans one part of the archive; false when it is not there. */
async function scan(
  archive: Archive,
  path: string,
  open: (name: string, attributes: string) => void,
  close: (name: string) => void = () => {},
  text: (text: string) => void = () => {},
): Promise<boolean> {
  const entry = archive.entries.get(path)
  if (!entry) return false
  const scanner = xmlScanner({ open, close, text })
  for await (const piece of unpack(archive.desk, entry, archive.budget)) scanner.write(piece)
  scanner.end()
  return true
}
