import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Span } from '../../../src/office/reports/shapes.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import { reportsWords } from './reports.words.ts'

const usual = [
  { code: '30d', last: 30, unit: 'day', word: 'span_30_day' },
  { code: '12w', last: 12, unit: 'week', word: 'span_12_week' },
  { code: '3m', last: 3, unit: 'month', word: 'span_3_month' },
  { code: '12m', last: 12, unit: 'month', word: 'span_12_month' },
  { code: '3y', last: 3, unit: 'year', word: 'span_3_year' },
  { code: '10y', last: 10, unit: 'year', word: 'span_10_year' },
] as const
const dayMs = 86_400_000

/** Over which time: one of the usual ones, or from a day to another. */
export function SpanInput({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const say = useWords(reportsWords)
  const now = useNow()
  const known = 'last' in span ? usual.find(({ last, unit }) => last === span.last && unit === span.unit) : undefined
  const [days, setDays] = useState('from' in span ? span : { from: isoDay(new Date(now.getTime() - 90 * dayMs)), to: isoDay(now) })
  const own = known === undefined
  const choose = (value: string) => {
    const found = usual.find(({ code }) => code === value)
    onChange(found ? { last: found.last, unit: found.unit } : days)
  }
  const write = (next: { from: string; to: string }) => {
    setDays(next)
    if (/^\d{4}-\d\d-\d\d$/.test(next.from) && /^\d{4}-\d\d-\d\d$/.test(next.to) && next.from <= next.to) onChange(next)
  }
  return (
    <>
      <NativeSelect
        label={say('span')}
        value={known?.code ?? 'own'}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[...usual.map(({ code, word }) => ({ value: code, label: say(word) })), { value: 'own', label: say('span_own') }]}
      />
      {own ? (
        <>
          <DayInput label={say('span_from')} value={days.from} min="1950-01-01" max={days.to} onChange={(from) => write({ ...days, from })} />
          <DayInput label={say('span_to')} value={days.to} min={days.from} max="2099-12-31" onChange={(to) => write({ ...days, to })} />
        </>
      ) : null}
    </>
  )
}
