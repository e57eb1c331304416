import { ActionIcon, Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { Suspense } from 'react'
import { type Group, isGroup } from '../../../src/office/audiences/rule.ts'
import type { Breakdown, FiguresAsked, FunnelAsked, Measure, Question, RetentionAsked } from '../../../src/office/reports/shapes.ts'
import { Fold } from '../../ui/Fold.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { bysOf, fits, measuresOf } from './fitting.ts'
import { useNames } from './naming.ts'
import type { Choices } from './queries.ts'
import classes from './Reports.module.css'
import type { Look } from './ready.ts'
import { reportsWords } from './reports.words.ts'
import { SpanInput } from './SpanInput.tsx'

const Filter = part(() => import('./Filter.tsx'))

type BuilderProps = { question: Question; look: Look; choices: Choices; onChange: (question: Question, look: Look) => void }
type Of = 'figures' | 'funnel' | 'retention'

/** What a report asks, as a few choices in a line; each shows at once below. */
export function Builder({ question, look, choices, onChange }: BuilderProps) {
  const say = useWords(reportsWords)
  const of: Of = 'measure' in question ? 'figures' : 'funnel' in question ? 'funnel' : 'retention'
  const { span, audience, filter } = question
  const kept = { span, audience, ...(filter && { filter }) }
  const conditions = filter ? conditionsIn(filter) : 0
  const [first = 'order', second = first] = choices.kinds.map(({ kind }) => kind)
  const begin = choices.kinds.some(({ kind }) => kind === 'order') ? 'order' : first
  const turn = (to: string) => {
    if (to === 'figures') onChange({ measure: 'revenue', by: ['month'], ...kept }, 'bars')
    if (to === 'funnel') onChange({ funnel: [first === begin ? second : first, begin], within_days: 30, ...kept }, 'bars')
    if (to === 'retention') onChange({ first: begin, then: begin, every: 'month', ...kept }, 'line')
  }
  return (
    <div className={classes.builder}>
      <div className={classes.kinds}>
        <SegmentedControl
          aria-label={say('kind')}
          value={of}
          onChange={turn}
          data={(['figures', 'funnel', 'retention'] as const).map((value) => ({ value, label: say(`kind_${value}`) }))}
        />
        <SegmentedControl
          aria-label={say('look')}
          value={look}
          onChange={(to) => onChange(question, to === 'line' || to === 'bars' ? to : 'table')}
          data={(['line', 'bars', 'table'] as const).map((value) => ({ value, label: say(`look_${value}`) }))}
        />
      </div>
      <div className={classes.controls}>
        {'measure' in question ? <FiguresControls asked={question} choices={choices} onChange={(next) => onChange(next, look)} /> : null}
        {'funnel' in question ? <FunnelControls asked={question} choices={choices} onChange={(next) => onChange(next, look)} /> : null}
        {'first' in question ? <RetentionControls asked={question} choices={choices} onChange={(next) => onChange(next, look)} /> : null}
        <SpanInput span={span} onChange={(next) => onChange({ ...question, span: next }, look)} />
        <NativeSelect
          label={say('audience')}
          value={audience ?? ''}
          onChange={(event) => onChange({ ...question, audience: event.currentTarget.value || null }, look)}
          data={[{ value: '', label: say('audience_all') }, ...choices.audiences.map(({ id, title }) => ({ value: id, label: title }))]}
        />
      </div>
      <Fold title={say('filter')} count={conditions || undefined} closed={conditions === 0}>
        <Suspense>
          <Filter filter={question.filter} onChange={(next) => onChange(filtered(question, next), look)} />
        </Suspense>
      </Fold>
    </div>
  )
}

function filtered(question: Question, filter: Question['filter']): Question {
  const { filter: _, ...rest } = question
  return filter ? { ...rest, filter } : rest
}

const conditionsIn = (group: Group): number =>
  [...(group.all ?? []), ...(group.any ?? []), ...(group.none ?? [])].reduce((n, one) => n + (isGroup(one) ? conditionsIn(one) : 1), 0)

function FiguresControls({ asked, choices, onChange }: { asked: FiguresAsked; choices: Choices; onChange: (asked: FiguresAsked) => void }) {
  const say = useWords(reportsWords)
  const names = useNames(choices)
  const { measure, by } = asked
  const [first, second] = by
  const pickMeasure = (said: string) => {
    const next: Measure = JSON.parse(said)
    onChange({ ...asked, measure: next, by: by.filter((one) => fits(next, one)) })
  }
  const measures = measuresOf(choices).map(({ group, items }) => ({
    group: say(`measures_${group}`),
    items: items.map((one) => ({ value: JSON.stringify(one), label: names.measureName(one) })),
  }))
  const options = (taken: Breakdown | undefined) => [
    { value: '', label: say('split_none') },
    ...bysOf(choices).map(({ group, items }) => ({
      group: say(`splits_${group}`),
      items: items.map((one) => ({ value: one, label: names.byName(one), disabled: !fits(measure, one, taken) })),
    })),
  ]
  const all = bysOf(choices).flatMap(({ items }) => items)
  const found = (value: string) => all.find((one) => one === value)
  const pickBy = (at: 0 | 1, value: string) => {
    const next = at === 0 ? [found(value), second] : [first, found(value)]
    onChange({ ...asked, by: next.filter((one) => one !== undefined) })
  }
  return (
    <>
      <NativeSelect label={say('measure')} value={JSON.stringify(measure)} onChange={(event) => pickMeasure(event.currentTarget.value)} data={measures} />
      <NativeSelect label={say('split')} value={first ?? ''} onChange={(event) => pickBy(0, event.currentTarget.value)} data={options(second)} />
      <NativeSelect
        label={say('split_also')}
        value={second ?? ''}
        disabled={first === undefined}
        onChange={(event) => pickBy(1, event.currentTarget.value)}
        data={options(first)}
      />
    </>
  )
}

const mostSteps = 6
const withins = [1, 7, 14, 30, 90, 180, 365]

function FunnelControls({ asked, choices, onChange }: { asked: FunnelAsked; choices: Choices; onChange: (asked: FunnelAsked) => void }) {
  const say = useWords(reportsWords)
  const { kindName } = useNames(choices)
  const kinds = choices.kinds.map(({ kind }) => ({ value: kind, label: kindName(kind) }))
  const step = (at: number, kind: string) => onChange({ ...asked, funnel: asked.funnel.map((one, i) => (i === at ? kind : one)) })
  return (
    <>
      {asked.funnel.map((kind, i) => (
        <div key={i} className={classes.step}>
          <NativeSelect label={say('step', { n: i + 1 })} value={kind} onChange={(event) => step(i, event.currentTarget.value)} data={kinds} />
          {asked.funnel.length > 2 ? (
            <ActionIcon aria-label={say('step_remove', { n: i + 1 })} onClick={() => onChange({ ...asked, funnel: asked.funnel.filter((_, j) => j !== i) })}>
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      {asked.funnel.length < mostSteps ? (
        <Button
          variant="default"
          leftSection={<IconPlus size={15} stroke={1.7} />}
          onClick={() => onChange({ ...asked, funnel: [...asked.funnel, asked.funnel.at(-1) ?? 'order'] })}
        >
          {say('step_add')}
        </Button>
      ) : null}
      <NativeSelect
        label={say('within')}
        value={String(asked.within_days)}
        onChange={(event) => onChange({ ...asked, within_days: Number(event.currentTarget.value) })}
        data={[...new Set([...withins, asked.within_days])].sort((a, b) => a - b).map((n) => ({ value: String(n), label: say('within_days', { count: n }) }))}
      />
    </>
  )
}

function RetentionControls({ asked, choices, onChange }: { asked: RetentionAsked; choices: Choices; onChange: (asked: RetentionAsked) => void }) {
  const say = useWords(reportsWords)
  const { kindName } = useNames(choices)
  const kinds = choices.kinds.map(({ kind }) => ({ value: kind, label: kindName(kind) }))
  const everies = ['week', 'month', 'quarter'] as const
  return (
    <>
      <NativeSelect label={say('first')} value={asked.first} onChange={(event) => onChange({ ...asked, first: event.currentTarget.value })} data={kinds} />
      <NativeSelect label={say('then')} value={asked.then} onChange={(event) => onChange({ ...asked, then: event.currentTarget.value })} data={kinds} />
      <NativeSelect
        label={say('every')}
        value={asked.every}
        onChange={(event) => onChange({ ...asked, every: everies.find((one) => one === event.currentTarget.value) ?? 'month' })}
        data={everies.map((value) => ({ value, label: say(`every_${value}`) }))}
      />
    </>
  )
}
