import { csvMark } from '../../platform/csv.ts'
import { inTransaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { staffNames } from '../access/index.ts'
import { type CellKind, type SheetRequest, writeWorkbook } from '../courier/index.ts'
import { type OwnField, ownFields } from '../customers/index.ts'
import { failExport } from './answers.ts'
import { csvLine } from './csv.ts'
import type { ExportDeps } from './deps.ts'
import { expiry } from './feed.ts'
import { dropPieces, keyOf, piecesOf, putPiece, rowsAsSource } from './pieces.ts'
import { endReady } from './ready.ts'
import { openRecipient } from './recipient.ts'
import { openWhy } from './secrets.ts'
import { figureColumns, isFigure, isPersonal, personalColumns } from './shapes.ts'
import { type ExportRow, house, turn } from './store.ts'
import { aboutLines, headOf, languageOf, sheetNames } from './words.ts'

type Showing = { ids: Opaque; timeZone: string }

type Own = ReadonlyMap<string, Pick<OwnField, 'title' | 'type' | 'currency'>>

function kindOf(column: string, own: Own): CellKind {
  if (isPersonal(column)) return personalColumns[column].kind
  if (isFigure(column)) return figureColumns[column].kind
  const type = own.get(column)?.type
  return type === 'number' || type === 'money' || type === 'time' ? type : 'text'
}

/** The file as whoever asked for it gets it, piece by piece; throws not_found when it was destroyed. */
export async function* fileOf(deps: ExportDeps, row: ExportRow, showing: Showing): AsyncGenerator<Buffer> {
  if (row.format === 'xlsx') return yield* piecesOf(deps, row, 'file')
  const { heads, about, kinds } = await aboutExport(deps, row, showing)
  const form = { language: row.language, kinds }
  const mark = about.map(([label, value]) => `${label}: ${value}`).join(' · ')
  yield Buffer.from(`${csvMark}${csvLine([`# ${mark}`], form)}${csvLine(heads, { ...form, kinds: [] })}`)
  for await (const piece of piecesOf(deps, row, 'rows')) {
    const lines = piece.toString('utf8').split('\n')
    yield Buffer.from(lines.map((line) => (line === '' ? '' : csvLine(JSON.parse(line), form))).join(''))
  }
}

/** Makes the workbook of an export whose rows are all in. Begun anew after a crash: it is ready with its last piece, or not at all. */
export async function writeFile(deps: ExportDeps, row: ExportRow, showing: Showing): Promise<void> {
  const key = keyOf(deps, row)
  const id = row.export_id
  const { heads, about, who, kinds } = await aboutExport(deps, row, showing)
  const request: SheetRequest = {
    names: [...sheetNames[languageOf(row.language)]],
    columns: row.columns.map((column, i) => ({ title: heads[i] ?? column, kind: kinds[i] ?? 'text' })),
    about,
    author: who,
  }
  await dropPieces(deps.db.$pickTables(), id, 'file')
  let part = 0
  let size = 0
  try {
    for await (const piece of writeWorkbook(deps.courier, await rowsAsSource(deps, row), request)) {
      await putPiece(deps.db.$pickTables(), { id, kind: 'file', part, key }, piece)
      part += 1
      size += piece.length
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error
    return failExport(deps, id, error.message, deps.clock.now())
  }
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const turned = { to: 'ready', from: ['writing'], by: house, why: 'the workbook is made', now } as const
    const ready = await turn(tx.$pickTables(), id, turned, { ended_at: now, expires_at: expiry(now), file_size: size })
    await endReady(tx, ready, now)
    await dropPieces(tx.$pickTables(), id, 'rows')
  })
}

async function aboutExport(deps: ExportDeps, row: ExportRow, { ids, timeZone }: Showing) {
  const language = languageOf(row.language)
  const own = await ownFields(deps.db.$pickTables())
  const who = (await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, [row.by_id])).get(row.by_id) ?? ''
  const moment = (at: Date) => new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at)
  const ready = row.ended_at ?? deps.clock.now()
  const about = aboutLines(
    {
      number: ids.show('export', row.export_id),
      who: `${who} (${row.by_role})`,
      at: moment(ready),
      purpose: row.purpose,
      why: openWhy(deps.keyring, row.export_id, row.sealed_why),
      recipient: row.sealed_recipient && openRecipient(deps.keyring, row.export_id, row.sealed_recipient).name,
      rows: row.rows,
      until: moment(row.expires_at ?? expiry(ready)),
    },
    language,
  )
  return { heads: row.columns.map((column) => headOf(column, language, own)), kinds: row.columns.map((column) => kindOf(column, own)), about, who }
}
