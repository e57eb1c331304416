import type { ReactNode } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { fieldWords } from '../../ui/field.words.ts'
import { phone } from '../../ui/formats.ts'
import { useNaming } from '../../ui/Person.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { lower, useCodeWords, useWords } from '../../ui/words.ts'
import { useOwnField, useOwnFieldTitle } from '../fields/index.ts'
import { useFieldValue } from '../values/fieldValue.ts'
import { inOrder } from '../values/order.ts'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import type { Comparison, Leading } from './queries.ts'

type Line = { key: string; what: string; into: ReactNode; from: ReactNode; after: ReactNode }

/** Both cards beside each other, and what would hold of them together. */
type SideBySideProps = { both: Comparison; leading: Leading; onLead: (field: string, side: 'from' | 'into') => void }

export function SideBySide({ both, leading, onLead }: SideBySideProps) {
  const say = useWords(joiningWords)
  const field = useCodeWords(fieldWords)
  const channel = useCodeWords(channelWords)
  const value = useFieldValue()
  const verdict = useVerdict()
  const own = useOwnField()
  const ownTitle = useOwnFieldTitle()
  const shown = (code: string, text: string | null) =>
    value({ field: code, value: text, own: own(code) ?? null }) ?? <span className="faint">{say('empty')}</span>
  const contacts = (side: Comparison['into']) => side.identifiers.map((i) => (i.kind === 'phone' ? phone(i.shown ?? '') : i.shown)).join(', ')
  const naming = useNaming()
  const fields = inOrder(both.fields).map((f): Line => {
    const what = ownTitle(f.field) ?? field(f.field)
    const newest = f.after === f.into ? 'into' : 'from'
    const chosen = leading[f.field] ?? newest
    // Where both have a value and they differ, it is chosen which leads; the other stays in the history.
    const open = f.from !== null && f.into !== null && f.from !== f.into
    const side = (of: 'from' | 'into') =>
      open ? (
        <label className={classes.lead}>
          <input
            type="radio"
            name={`lead-${f.field}`}
            checked={chosen === of}
            onChange={() => onLead(f.field, of)}
            aria-label={say('leads', { what, name: naming(both[of]) })}
          />
          <span>{shown(f.field, f[of])}</span>
        </label>
      ) : (
        shown(f.field, f[of])
      )
    return { key: f.field, what, into: side('into'), from: side('from'), after: shown(f.field, open ? f[chosen] : f.after) }
  })
  const reach = both.reach.map(
    (r): Line => ({ key: r.channel, what: channel(r.channel), into: verdict(r.into), from: verdict(r.from), after: verdict(r.after) }),
  )
  const numbers: Line = { key: 'identifiers', what: say('contacts'), into: contacts(both.into), from: contacts(both.from), after: say('all_stay') }
  return (
    <div className={classes.tables}>
      <Table caption={say('fields_title')} both={both} lines={[...fields, numbers]} />
      <Table caption={say('reach_title')} both={both} lines={reach} />
      <p className="quiet small">{say('history_title')}</p>
    </div>
  )
}

function Table({ caption, both, lines }: { caption: string; both: Comparison; lines: readonly Line[] }) {
  const say = useWords(joiningWords)
  const naming = useNaming()
  const [into, from, after] = [naming(both.into), naming(both.from), say('after')]
  return (
    <table className={classes.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{say('what')}</th>
          <th scope="col">{into}</th>
          <th scope="col">{from}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">{line.what}</th>
            <td data-label={into}>{line.into}</td>
            <td data-label={from}>{line.from}</td>
            <td data-label={after} className={classes.after}>
              {line.after}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function useVerdict(): (of: Comparison['reach'][number]['after']) => string {
  const say = useWords(joiningWords)
  const reason = useCodeWords(reasonWords)
  return ({ decision, reason: code }) => {
    if (decision === 'allow') return say('yes')
    return say(decision === 'deny' ? 'no' : decision, { reason: lower(reason(code ?? 'unknown')) })
  }
}
