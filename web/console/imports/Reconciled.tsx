import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { kindWords } from '../../ui/channel.words.ts'
import { count } from '../../ui/formats.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { Reconciliation } from './queries.ts'

/** The file's own sums beside what was stored. */
export function Reconciled({ of, currency }: { of: Reconciliation; currency: string | undefined }) {
  const say = useWords(importsWords)
  const kind = useCodeWords(kindWords)
  const language = useLanguage()
  const sum = (amount: number) =>
    new Intl.NumberFormat(language, currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}).format(amount)
  const shown = (sums: Reconciliation['file'], code: string) => {
    const found = sums.find((each) => each.kind === code)
    return found ? `${count(found.lines, language)} ${say('sums_lines')} · ${sum(found.amount)}` : '—'
  }
  const together = (code: string) => {
    const both = [...of.stored, ...of.repeated, ...of.rejected].filter((each) => each.kind === code)
    return shown(both.length === 0 ? [] : [both.reduce((all, each) => ({ ...all, lines: all.lines + each.lines, amount: all.amount + each.amount }))], code)
  }
  return (
    <section className={classes.reconciled} data-agrees={of.agrees}>
      <h2>
        {of.agrees ? <IconCircleCheck size={18} stroke={1.6} aria-hidden="true" /> : <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />}
        {say(of.agrees ? 'reconciled' : 'not_reconciled')}
      </h2>
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
    </section>
  )
}
