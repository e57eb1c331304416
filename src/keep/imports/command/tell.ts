import type { Counts, ImportView, Reconciliation } from '../contract.ts'

// What the command line says of an import, in plain lines.

const number = (n: number) => n.toLocaleString('en')
const many = (n: number, one = 'row', several = `${one}s`) => `${number(n)} ${n === 1 ? one : several}`
const money = (n: number) => n.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export function columnsTold(view: ImportView): string[] {
  const { mapping, form } = view
  const how = form
    ? [
        form.kind.toUpperCase(),
        form.encoding,
        form.delimiter === '\t' ? 'tabs' : form.delimiter && `“${form.delimiter}”`,
        form.sheet && `sheet «${form.sheet}»`,
      ]
        .filter(Boolean)
        .join(', ')
    : ''
  const width = Math.max(0, ...view.columns.map((c) => c.header.length))
  const lines = view.columns.map(
    (c) => `  ${c.header.padEnd(width)}  ${(mapping?.columns[c.header] ?? '–').padEnd(16)} ${c.samples.slice(0, 2).join(' · ').slice(0, 60)}`,
  )
  const by = { guess: 'guessed', memory: 'as the last file with these columns', person: 'as you said' }[view.mapped_by ?? 'guess']
  const settings = mapping
    ? `  ${mapping.preset}, source ${mapping.source}, ${mapping.currency}, ${mapping.time_zone}, country ${mapping.country}, dates ${mapping.date_order}, decimal “${mapping.decimal}”`
    : ''
  const same = view.same_file_as ? [`  The very same file was imported before, as ${view.same_file_as}.`] : []
  return [`${view.id}: ${how}; columns ${by}:`, ...lines, settings, ...same]
}

export function countsTold(counts: Counts, preset: string): string[] {
  const [thing, things] = { 'order-lines': ['order', 'orders'], contacts: ['contact', 'contacts'], suppression: ['address', 'addresses'] }[preset] ?? [
    'row',
    'rows',
  ]
  const lines = [
    `  ${many(counts.rows, 'row')}: ${many(counts.recorded, thing, things)} new, ${number(counts.repeated)} here already${counts.updated ? `, ${number(counts.updated)} added to` : ''}`,
    `  ${many(counts.customers_new, 'customer')} new, ${number(counts.customers_known)} known`,
  ]
  if (counts.without_customer > 0)
    lines.push(`  ${many(counts.without_customer, 'order')} (${many(counts.lines_without_customer, 'line')}) of nobody: each stands alone`)
  if (counts.consent_requests + counts.consent_refusals > 0)
    lines.push(`  ${number(counts.consent_requests)} a “yes” that waits for its proof, ${number(counts.consent_refusals)} a “no”`)
  for (const sum of preset === 'order-lines' ? counts.sums : [])
    lines.push(
      `  ${sum.kind.padEnd(16)} ${many(sum.orders, 'order')}, ${many(sum.lines, 'line')}, quantity ${number(sum.quantity)}, amount ${money(sum.amount)}`,
    )
  if (counts.rejected > 0) lines.push(`  ${many(counts.rejected, 'row')} rejected: ${said(counts.rejected_by)}`)
  if (Object.keys(counts.remarks).length > 0) lines.push(`  not understood and left out: ${said(counts.remarks)}`)
  return lines
}

const said = (of: { [word: string]: number | undefined }) =>
  Object.entries(of)
    .map(([word, n]) => `${word} ${number(n ?? 0)}`)
    .join(', ')

/** The file's own sums beside what was done with them. */
export function reconciliationTold(r: Reconciliation): string[] {
  const parts = [
    ['file', r.file],
    ['stored', r.stored],
    ['repeated', r.repeated],
    ['rejected', r.rejected],
  ] as const
  const lines = parts.flatMap(([name, sums]) =>
    sums.map(
      (s) =>
        `  ${name.padEnd(9)} ${s.kind.padEnd(16)} ${number(s.lines).padStart(10)} lines ${number(s.quantity).padStart(14)} quantity ${money(s.amount).padStart(18)}`,
    ),
  )
  const rounding = r.rounding === 0 ? '' : ` (prices finer than the currency: ${r.rounding} rounded away)`
  return [r.agrees ? `The sums agree with the file's own${rounding}:` : 'THE SUMS DO NOT AGREE with the file’s own:', ...lines]
}

export function undoneTold(undone: NonNullable<ImportView['undone']>): string[] {
  const kept = undone.customers_kept > 0 ? `; ${number(undone.customers_kept)} customers stay, because something else has touched them` : ''
  return [
    `  taken back: ${number(undone.interactions)} interactions, ${number(undone.customers)} customers, ${number(undone.fields)} fields, ${number(undone.identifiers)} identifiers, ${number(undone.suppressed)} suppressed addresses${kept}`,
  ]
}

/** One line on a terminal, drawn again and again; elsewhere nothing. */
export function progressLine(to: NodeJS.WriteStream): { show(what: string, view: ImportView): void; end(): void } {
  return {
    show(what, { progress }) {
      if (!to.isTTY || !progress) return
      const left = progress.seconds_left === null ? '' : `, about ${progress.seconds_left} s left`
      to.write(
        `\r\u001b[K${what}: ${number(progress.rows)} rows${progress.percent === null ? '' : ` (${progress.percent} %)`}, ${number(progress.rows_per_s)}/s${left}`,
      )
    },
    end() {
      if (to.isTTY) to.write('\r\u001b[K')
    },
  }
}
