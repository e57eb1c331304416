import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { kindWords } from '../../ui/channel.words.ts'
import { count } from '../../ui/formats.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { Reconciliation, RowsReconciled, SumsReconciled } from './queries.ts'

/** What was read against what was done with it: sums of money for orders, rows for contacts and addresses. */
export function Reconciled({ of, currency }: { of: Reconciliation; currency: string | undefined }) {
  const say = useWords(importsWords)
  const title = of.of === 'sums' ? say(of.agrees ? 'reconciled' : 'not_reconciled') : say(of.agrees ? 'rows_reconciled' : 'rows_not_reconciled')
  return (
    <section className={classes.reconciled} data-agrees={of.agrees}>
      <h2>
        {of.agrees ? <IconCircleCheck size={18} stroke={1.6} aria-hidden="true" /> : <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />}
        {title}
      </h2>
      {of.of === 'sums' ? <Sums of={of} currency={currency} /> : <Rows of={of} />}
    </section>
  )
}

/** Rows read = added + changed + unchanged + rejected. */
function Rows({ of }: { of: RowsReconciled }) {
  const say = useWords(importsWords)
  const language = useLanguage()
  const rows = [
    ['c_rows', of.read],
    ['rows_added', of.added],
    ['rows_changed', of.changed],
    ['rows_unchanged', of.unchanged],
    ['c_rejected', of.rejected],
  ] as const
  return (
    <table className={classes.sums}>
      <tbody>
        {rows.map(([word, n]) => (
          <tr key={word}>
            <th scope="row">{say(word)}</th>
            <td className="num">{count(n, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The file's own sums beside what was stored. */
function Sums({ of, currency }: { of: SumsReconciled; currency: string | undefined }) {
  const say = useWords(importsWords)
  const kind = useCodeWords(kindWords)
  const language = useLanguage()
  const sum = (amount: number) =>
    new Intl.NumberFormat(language, currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}).format(amount)
  const shown = (sums: SumsReconciled['file'], code: string) => {
    const found = sums.find((each) => each.kind === code)
    return found ? `${count(found.lines, language)} ${say('sums_lines')} · ${sum(found.amount)}` : '—'
  }
  const together = (code: string) => {
    const both = [...of.stored, ...of.repeated, ...of.rejected].filter((each) => each.kind === code)
    return shown(both.length === 0 ? [] : [both.reduce((all, each) => ({ ...all, lines: all.lines + each.lines, amount: all.amount + each.amount }))], code)
  }
  return (
    <table className={classes.sums}>
      <thead>
        <tr>
          <th scope="col">{say('sums_kind')}</th>
          <th scope="col">{say('sums_file')}</th>
          <th scope="col">{say('sums_stored')}</th>
        </tr>
      </thead>
      <tbody>
        {of.file.map((each) => (
          <tr key={each.kind}>
            <th scope="row">{kind(each.kind)}</th>
            <td className="num">{shown(of.file, each.kind)}</td>
            <td className="num">{together(each.kind)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
