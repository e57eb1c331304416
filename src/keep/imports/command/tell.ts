import type { Counts, ImportView, Reconciliation, RowsReconciled, SumsReconciled } from '../contract.ts'
import type { Language } from '../sentences.ts'
import { tellWords } from './tell.words.ts'

// What the command line says of an import, in plain lines.

/** The language of a terminal, by POSIX: LC_ALL before LC_MESSAGES before LANG. */
export function languageOf(env: { [name: string]: string | undefined }): Language {
  return /^ru/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'ru' : 'en'
}

export type Tell = ReturnType<typeof tellIn>

export function tellIn(language: Language) {
  const say = tellWords[language]
  const number = (n: number) => n.toLocaleString(language)
  const money = (n: number) => n.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const listed = (of: [string, number | undefined][]) => of.map(([word, n]) => `${word}: ${number(n ?? 0)}`).join(', ')

  function columns(view: ImportView): string[] {
    const { mapping, form } = view
    const how = form
      ? [
          form.kind.toUpperCase(),
          form.encoding,
          form.delimiter === '\t' ? say.tabs : form.delimiter && `“${form.delimiter}”`,
          form.sheet && say.sheet(form.sheet),
        ]
          .filter(Boolean)
          .join(', ')
      : ''
    const width = Math.max(0, ...view.columns.map((c) => c.header.length))
    const lines = view.columns.map(
      (c) => `  ${c.header.padEnd(width)}  ${(mapping?.columns[c.header] ?? '–').padEnd(16)} ${c.samples.slice(0, 2).join(' · ').slice(0, 60)}`,
    )
    const same = view.same_file_as ? [`  ${say.sameFile(view.same_file_as)}`] : []
    return [`${view.id}: ${how}`, `${say.columnsBy[view.mapped_by ?? 'guess']}:`, ...lines, mapping ? `  ${say.settings(mapping)}` : '', ...same]
  }

  function counts(of: Counts, preset: string): string[] {
    const things = say.things[preset === 'order-lines' || preset === 'contacts' || preset === 'suppression' ? preset : 'rows']
    const lines = [
      `  ${say.rows}: ${number(of.rows)}`,
      `  ${things}: ${listed([[say.fresh, of.recorded], ...(of.updated > 0 ? [pair(say.changed, of.updated)] : []), [say.here, of.repeated]])}`,
      `  ${say.customers}: ${listed([pair(say.fresh, of.customers_new), pair(say.known, of.customers_known)])}`,
    ]
    if (of.without_customer > 0) lines.push(`  ${say.nobodys}: ${number(of.without_customer)} (${say.lines}: ${number(of.lines_without_customer)})`)
    if (of.consent_requests + of.consent_refusals > 0) lines.push(`  ${listed([pair(say.yes, of.consent_requests), pair(say.no, of.consent_refusals)])}`)
    for (const sum of preset === 'order-lines' ? of.sums : [])
      lines.push(
        `  ${sum.kind.padEnd(16)} ${listed([pair(say.orders, sum.orders), pair(say.lines, sum.lines), pair(say.quantity, sum.quantity)])}, ${say.amount}: ${money(sum.amount)}`,
      )
    if (of.rejected > 0) {
      lines.push(`  ${say.rejected}: ${number(of.rejected)}`)
      for (const [reason, n] of Object.entries(of.rejected_by)) lines.push(`    ${say.reasons[reason] ?? reason}: ${number(n)}`)
    }
    const left = Object.entries(of.remarks)
    if (left.length > 0) lines.push(`  ${say.left}: ${listed(left)}`)
    return lines
  }

  function sums(r: SumsReconciled): string[] {
    const parts = [
      [say.file, r.file],
      [say.stored, r.stored],
      [say.repeated, r.repeated],
      [say.rejected, r.rejected],
    ] as const
    const width = Math.max(...parts.map(([name]) => name.length))
    const lines = parts.flatMap(([name, of]) =>
      of.map(
        (s) =>
          `  ${name.padEnd(width)} ${s.kind.padEnd(16)} ${say.lines} ${number(s.lines).padStart(10)}  ${say.quantity} ${number(s.quantity).padStart(14)}  ${say.amount} ${money(s.amount).padStart(18)}`,
      ),
    )
    return [r.agrees ? `${say.sumsAgree}${r.rounding === 0 ? '' : ` (${say.rounded(r.rounding)})`}:` : `${say.sumsDiffer}:`, ...lines]
  }

  const rows = (r: RowsReconciled) => [
    `${r.agrees ? say.rowsAgree : say.rowsDiffer}: ${number(r.read)} ${r.agrees ? '=' : '≠'} ${[
      pair(say.added, r.added),
      pair(say.changed, r.changed),
      pair(say.unchanged, r.unchanged),
      pair(say.rejected, r.rejected),
    ]
      .map(([word, n]) => `${number(n)} (${word.toLowerCase()})`)
      .join(' + ')}`,
  ]

  /** What was taken back, and what stays and why. */
  function undone(of: NonNullable<ImportView['undone']>, refusals: number): string[] {
    const taken = listed([
      pair(say.interactions, of.interactions),
      pair(say.customers.toLowerCase(), of.customers),
      pair(say.fields, of.fields),
      pair(say.identifiers, of.identifiers),
    ])
    const stays = [
      of.customers_kept > 0 ? say.customersStay(number(of.customers_kept)) : '',
      of.consents > 0 ? say.requestsStay(number(of.consents)) : '',
      refusals > 0 ? say.refusalsStay(number(refusals)) : '',
      of.suppressed_kept > 0 ? say.suppressedStay(number(of.suppressed_kept)) : '',
    ]
    return [`  ${say.taken}: ${taken}`, ...stays.filter(Boolean).map((line) => `  ${line}`), stays.some(Boolean) ? '' : `  ${say.nothingStays}`]
  }

  /** One line on a terminal, drawn again and again; elsewhere nothing. */
  function progressLine(to: NodeJS.WriteStream): { show(what: string, view: ImportView): void; end(): void } {
    return {
      show(what, { progress }) {
        if (!to.isTTY || !progress) return
        const left = progress.seconds_left === null ? '' : `, ${say.secondsLeft(progress.seconds_left)}`
        to.write(
          `\r\u001b[K${what}: ${number(progress.rows)}${progress.percent === null ? '' : ` (${progress.percent} %)`}, ${number(progress.rows_per_s)}/s${left}`,
        )
      },
      end() {
        if (to.isTTY) to.write('\r\u001b[K')
      },
    }
  }

  return { say, columns, counts, reconciliation: (r: Reconciliation) => (r.of === 'sums' ? sums(r) : rows(r)), undone, progressLine }
}

const pair = (word: string, n: number): [string, number] => [word, n]
