import { AppError } from '../../platform/errors.ts'
import { readTable } from '../courier/index.ts'
import type { ImportDeps } from './deps.ts'
import { type Reason, reasons } from './shapes.ts'
import type { ImportRow } from './store.ts'
import { openNames } from './upload/secrets.ts'
import { formOf, openUpload } from './upload/upload.ts'

const linesAtOnce = 20_000

/** The rejected rows as CSV in UTF-8, piece by piece: the file's own columns, then the line and the reason. */
export async function* rejectedCsv(deps: ImportDeps, row: ImportRow, language: 'en' | 'ru'): AsyncGenerator<string> {
  if (!row.sealed_header || !row.sealed_key) throw new AppError('not_found', 'The uploaded file was destroyed, and its rejected rows with it.')
  const names = openNames(deps.keyring, row.import_id, row.sealed_header)
  const file = await openUpload(deps, row)
  try {
    yield `\ufeff${csvLine([...names, 'rapport_line', 'rapport_reason'])}`
    const rejects = rejectsOf(deps, row.import_id)
    let next = await rejects.next()
    for await (const batch of readTable(deps.courier, file, { form: formOf(row), lossy: true })) {
      let out = ''
      for (const [i, line] of batch.lines.entries()) {
        while (!next.done && next.value.line < line) next = await rejects.next()
        if (next.done) break
        if (next.value.line !== line) continue
        const cells = batch.rows[i] ?? []
        const padded = [...cells, ...new Array<string>(Math.max(0, names.length - cells.length)).fill('')]
        out += csvLine([...padded.slice(0, names.length), String(line), sentenceOf(next.value, language)])
      }
      if (out !== '') yield out
      if (next.done) return
    }
  } finally {
    await file.close()
  }
}

type Rejected = { line: number; reason: Reason; detail: string }

async function* rejectsOf(deps: ImportDeps, id: number): AsyncGenerator<Rejected> {
  for (let after = -1; ; ) {
    const rows = await deps.db
      .selectFrom('keep.import_reject')
      .select(['line', 'reason', 'detail'])
      .where('import_id', '=', id)
      .where('line', '>', after)
      .orderBy('line')
      .limit(linesAtOnce)
      .execute()
    if (rows.length === 0) return
    for (const { line, reason, detail } of rows) {
      const known = reasons.find((r) => r === reason)
      if (known) yield { line, reason: known, detail }
      after = line
    }
  }
}

const csvLine = (cells: readonly string[]) => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`

const words: Record<Reason, { en: string; ru: string }> = {
  ragged: { en: 'has another number of cells than the header: {}', ru: 'ячеек не столько, сколько в заголовке: {}' },
  invalid_utf8: { en: 'holds bytes that are no letters in UTF-8', ru: 'содержит байты, которые не читаются как UTF-8' },
  nul_byte: { en: 'holds a NUL byte', ru: 'содержит нулевой байт' },
  open_quote: { en: 'opens a quote that is never closed', ru: 'открывающая кавычка не закрыта' },
  no_cached_value: { en: 'cell {} holds a formula that was saved without its value', ru: 'в ячейке {} формула сохранена без значения' },
  cell_error: { en: 'cell {} holds an error', ru: 'в ячейке {} ошибка' },
  too_long: { en: 'is too long: {}', ru: 'слишком длинное значение: {}' },
  header_again: { en: 'repeats the header', ru: 'повторяет заголовок' },
  missing: { en: '{} is empty', ru: 'не заполнено: {}' },
  bad_date: { en: '{} is no date between 1932 and 2067', ru: '{}: это не дата с 1932 по 2067 год' },
  bad_number: { en: '{} is no number', ru: '{}: это не число' },
  bad_email: { en: '{} is no e-mail address', ru: '{}: это не адрес электронной почты' },
  bad_phone: { en: '{} is no phone number', ru: '{}: это не номер телефона' },
  bad_value: {
    en: '{} does not fit: unknown here, or unlike the other lines of the order',
    ru: '{}: значение неизвестно или расходится с другими строками заказа',
  },
  nobody: { en: 'names nobody: no e-mail, phone or number', ru: 'непонятно, о ком строка: нет почты, телефона или номера' },
  same_order: { en: 'another line of the same order was rejected: {}', ru: 'отклонена другая строка этого же заказа: {}' },
  refused: { en: 'this customer was erased, nothing about them is recorded any more', ru: 'этот клиент удалён, о нём больше ничего не записывается' },
}

/** "line 17" is in the language of the details, which is English in the table. */
function sentenceOf({ reason, detail }: Rejected, language: 'en' | 'ru'): string {
  const shown = language === 'ru' ? detail.replace(/^line (\d+)$/, 'строка $1').replace(/^(\d+) cells$/, '$1 ячеек') : detail
  return words[reason][language].replace('{}', shown)
}
