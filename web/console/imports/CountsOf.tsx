import { Link } from '@tanstack/react-router'
import type { Preset, reasons } from '../../../src/keep/imports/contract.ts'
import { count } from '../../ui/formats.ts'
import { Section } from '../../ui/Page.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { Counts } from './queries.ts'

type Reason = (typeof reasons)[number]

/** What a file brings or brought, in counts; noughts that say nothing are left out. */
export function CountsOf({ counts, preset, title }: { counts: Counts; preset: Preset | undefined; title: string }) {
  const say = useWords(importsWords)
  const rows = [
    { word: 'c_rows', n: counts.rows, always: true },
    { word: preset ? (`c_recorded_${preset}` as const) : 'c_recorded', n: counts.recorded, always: true },
    { word: 'c_repeated', n: counts.repeated },
    { word: 'c_updated', n: counts.updated },
    { word: 'c_customers_new', n: counts.customers_new, always: true },
    { word: 'c_customers_known', n: counts.customers_known },
    { word: 'c_without_customer', n: counts.without_customer, hint: 'c_without_hint' },
    { word: 'c_consent_requests', n: counts.consent_requests, hint: 'c_consent_hint' },
    { word: 'c_consent_refusals', n: counts.consent_refusals },
    { word: 'c_rejected', n: counts.rejected, always: true, bad: counts.rejected > 0 },
  ] as const
  const language = useLanguage()
  return (
    <Section title={title}>
      <dl className={classes.counts}>
        {rows
          .filter((row) => ('always' in row && row.always) || row.n > 0)
          .map((row) => (
            <div key={row.word} data-bad={('bad' in row && row.bad) || undefined}>
              <dt>{say(row.word)}</dt>
              <dd className="num">{count(row.n, language)}</dd>
              {'hint' in row ? <dd className={classes.hint}>{say(row.hint)}</dd> : null}
            </div>
          ))}
      </dl>
      <Reasons counts={counts} />
    </Section>
  )
}

function Reasons({ counts }: { counts: Counts }) {
  const say = useWords(importsWords)
  const reason = useCodeWords(importsWords)
  const language = useLanguage()
  const rejected = Object.entries<number | undefined>(counts.rejected_by satisfies Partial<Record<Reason, number>>)
  const remarks = Object.entries(counts.remarks)
  return (
    <>
      {rejected.length > 0 ? (
        <div>
          <h3>{say('rejected_by')}</h3>
          <ul className={classes.reasons}>
            {rejected.map(([code, n]) => (
              <li key={code}>
                {reason(`r_${code}`)}
                <span className="num">{count(n ?? 0, language)}</span>
              </li>
            ))}
          </ul>
          {counts.rejected_by.refused ? (
            <p className={classes.hint}>
              {say('r_refused_hint')}{' '}
              <Link to="/customers" search={{ new: true }}>
                {say('r_refused_enter')}
              </Link>
            </p>
          ) : null}
        </div>
      ) : null}
      {remarks.length > 0 ? (
        <div>
          <h3>{say('remarks')}</h3>
          <ul className={classes.reasons}>
            {remarks.slice(0, 20).map(([word, n]) => (
              <li key={word}>
                {word}
                <span className="num">{count(n, language)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
