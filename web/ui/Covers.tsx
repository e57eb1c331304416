import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Covers, erasedKinds } from '../../src/keep/rights/shapes.ts'
import { coversWords } from './covers.words.ts'
import { dayOf } from './formats.ts'
import { useNow } from './now.ts'
import { useLanguage, useWords } from './words.ts'

const dayMs = 86_400_000
const isoDay = (at: Date) => at.toLocaleDateString('sv-SE')
/** What is chosen: undefined while a span has no end yet, or ends before it begins. */
export type Chosen = Covers | undefined

/** Everything, one kind, or a span of days in the reader's own time. */
export function useCovers() {
  const now = useNow()
  const [what, setWhat] = useState<'everything' | 'span' | (typeof erasedKinds)[number]>('everything')
  const [from, setFrom] = useState(isoDay(new Date(now.getTime() - 30 * dayMs)))
  const [to, setTo] = useState(isoDay(now))
  return { what, setWhat, from, setFrom, to, setTo, chosen: chosenOf(what, from, to) }
}

function chosenOf(what: string, from: string, to: string): Chosen {
  if (what === 'everything') return 'everything'
  const part = erasedKinds.find((kind) => kind === what)
  if (part) return { part }
  const [begins, ends] = [new Date(`${from}T00:00:00`), new Date(new Date(`${to}T00:00:00`).getTime() + dayMs)]
  return begins < ends ? { from: begins.toISOString(), to: ends.toISOString() } : undefined
}

/** The choice of what is to be erased. */
export function ChooseCovers({ of }: { of: ReturnType<typeof useCovers> }) {
  const say = useWords(coversWords)
  const all = ['everything', ...erasedKinds, 'span'] as const
  return (
    <>
      <NativeSelect
        label={say('what')}
        value={of.what}
        data={all.map((value) => ({ value, label: say(value) }))}
        onChange={(event) => of.setWhat(all.find((each) => each === event.currentTarget.value) ?? 'everything')}
      />
      {of.what === 'span' ? (
        <>
          <TextInput type="date" label={say('from')} value={of.from} max={of.to} onChange={(event) => of.setFrom(event.currentTarget.value)} />
          <TextInput type="date" label={say('to')} value={of.to} min={of.from} onChange={(event) => of.setTo(event.currentTarget.value)} />
        </>
      ) : null}
      {of.what === 'everything' ? null : <p className="quiet small">{say('part_note')}</p>}
    </>
  )
}

/** What an erasure covers, in words. */
export function useCoversSaid(): (covers: Covers) => string {
  const say = useWords(coversWords)
  const language = useLanguage()
  const now = useNow()
  return (covers) => {
    if (covers === 'everything') return say('everything')
    if ('part' in covers) return say(covers.part)
    return say('between', { from: dayOf(new Date(covers.from), now, language), to: dayOf(new Date(new Date(covers.to).getTime() - 1), now, language) })
  }
}

/** As a query of an address says it. */
export const coversAsked = (covers: Covers) => (covers === 'everything' ? {} : covers)
