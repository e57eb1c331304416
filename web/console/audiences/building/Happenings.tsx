import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Condition, Once, Step } from '../../../../src/office/audiences/rule.ts'
import { pick, useLanguage, useWords } from '../../../ui/words.ts'
import { aboutQuery } from '../../session/session.ts'
import classes from './Building.module.css'
import { buildWords } from './build.words.ts'
import { Days, Figure, SumInput } from './Figures.tsx'
import { GoodsInputs, HappenedInputs } from './Narrowing.tsx'
import { Often } from './Often.tsx'
import { useOffered } from './offered.ts'
import type { Of } from './whole.ts'

type Inputs<K extends string> = { condition: Of<K>; onChange: (condition: Condition) => void }

export function BoughtInputs({ condition: { bought }, onChange }: Inputs<'bought'>) {
  const put = (part: Partial<typeof bought>) => onChange({ bought: { ...bought, ...part } })
  return (
    <>
      <Often times={bought} onChange={({ at_least, at_most }) => put({ at_least, at_most })} />
      <Days value={bought.within_days} onChange={(within_days) => put({ within_days })} />
      <GoodsInputs of={bought} onChange={({ sku, category }) => put({ sku, category })} />
    </>
  )
}

const currencies = ['RUB', 'BYN', 'KZT', 'USD', 'EUR', 'GBP', 'CNY']

export function SpentInputs({ condition: { spent }, onChange }: Inputs<'spent'>) {
  const say = useWords(buildWords)
  const { data: about } = useQuery(aboutQuery)
  const put = (part: Partial<typeof spent>) => onChange({ spent: { ...spent, ...part } })
  const offered = [...new Set([about?.currency ?? spent.currency, spent.currency, ...currencies])]
  return (
    <>
      <SumInput label={say('sum_least')} minor={spent.at_least_minor} currency={spent.currency} onChange={(at_least_minor) => put({ at_least_minor })} />
      <SumInput label={say('sum_most')} minor={spent.at_most_minor} currency={spent.currency} onChange={(at_most_minor) => put({ at_most_minor })} />
      <NativeSelect
        size="xs"
        w={90}
        aria-label={say('currency')}
        value={spent.currency}
        data={offered}
        onChange={(event) => put({ currency: event.currentTarget.value })}
      />
      <Days value={spent.within_days} onChange={(within_days) => put({ within_days })} />
      <GoodsInputs of={spent} onChange={({ sku, category }) => put({ sku, category })} />
    </>
  )
}

export function LastInputs({ condition: { last_purchase: last }, onChange }: Inputs<'last_purchase'>) {
  const say = useWords(buildWords)
  const both = last.within_days !== undefined && last.before_days !== undefined
  const way = last.before_days !== undefined ? 'before' : 'within'
  const days = way === 'before' ? last.before_days : last.within_days
  const put = (next: string, value: number | undefined) => onChange({ last_purchase: next === 'before' ? { before_days: value } : { within_days: value } })
  const figure = (label: string, value: number | undefined, set: (value: number | undefined) => void) => (
    <Figure label={label} suffix={say('days_short')} min={1} max={3650} value={value} onChange={set} />
  )
  if (both)
    return (
      <>
        <span className={classes.joint}>{say('last_within')}</span>
        {figure(say('last_within'), last.within_days, (within_days) => onChange({ last_purchase: { ...last, within_days } }))}
        <span className={classes.joint}>{say('last_before')}</span>
        {figure(say('last_before'), last.before_days, (before_days) => onChange({ last_purchase: { ...last, before_days } }))}
      </>
    )
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('last_how')}
        value={way}
        data={(['within', 'before'] as const).map((value) => ({ value, label: say(`last_${value}`) }))}
        onChange={(event) => put(event.currentTarget.value, days)}
      />
      {figure(say('last_days'), days, (value) => put(way, value))}
    </>
  )
}

export function EventInputs({ condition: { event }, onChange }: Inputs<'event'>) {
  const say = useWords(buildWords)
  const language = useLanguage()
  const numbers = useOffered()?.kinds.find(({ kind }) => kind === event.kind)?.numbers ?? []
  const { sum } = event
  const put = (part: Partial<typeof event>) => onChange({ event: { ...event, ...part } })
  const named = [...numbers.map(({ attribute }) => attribute), ...(sum && !numbers.some(({ attribute }) => attribute === sum.attribute) ? [sum.attribute] : [])]
  const titleOf = (attribute: string) => pick(numbers.find((each) => each.attribute === attribute)?.title, language) ?? attribute
  return (
    <>
      <Often
        times={event}
        more={named.map((attribute) => ({ value: `sum ${attribute}`, label: say('sum_of', { title: titleOf(attribute) }) }))}
        chosen={sum ? `sum ${sum.attribute}` : undefined}
        onMore={(value) => put({ at_least: 1, at_most: undefined, sum: { attribute: value.slice('sum '.length) } })}
        onChange={({ at_least, at_most }) => put({ at_least, at_most, sum: undefined })}
      />
      {sum
        ? (['at_least', 'at_most'] as const).map((end) => (
            <Figure
              key={end}
              label={say(end === 'at_least' ? 'sum_least' : 'sum_most')}
              placeholder={say(end === 'at_least' ? 'sum_least' : 'sum_most')}
              fraction
              min={-1e15}
              max={1e15}
              value={sum[end]}
              onChange={(value) => put({ sum: { ...sum, [end]: value } })}
            />
          ))
        : null}
      <Days value={event.within_days} onChange={(within_days) => put({ within_days })} />
      <HappenedInputs of={event} onChange={(next) => onChange({ event: next })} />
    </>
  )
}

const mostSteps = 5

export function SequenceInputs({ condition: { sequence }, onChange }: Inputs<'sequence'>) {
  const say = useWords(buildWords)
  const put = (at: number, step: Step) => onChange({ sequence: sequence.map((each, i) => (i === at ? step : each)) })
  return (
    <ol className={classes.steps}>
      {sequence.map((step, at) => (
        <li key={at}>
          <div className={classes.step} role="group" aria-label={say('step', { n: at + 1 })}>
            <StepInputs step={step} first={at === 0} onChange={(next) => put(at, next)} />
            {sequence.length > 2 && at > 0 ? (
              <ActionIcon size="sm" aria-label={say('step_remove', { n: at + 1 })} onClick={() => onChange({ sequence: sequence.filter((_, i) => i !== at) })}>
                <IconX size={14} stroke={1.7} />
              </ActionIcon>
            ) : null}
          </div>
        </li>
      ))}
      {sequence.length < mostSteps ? (
        <li className={classes.stepMore}>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} stroke={1.7} />}
            onClick={() => onChange({ sequence: [...sequence, { bought: {} }] })}
          >
            {say('step_add')}
          </Button>
        </li>
      ) : null}
    </ol>
  )
}

const usualDays = 30

function StepInputs({ step, first, onChange }: { step: Step; first: boolean; onChange: (step: Step) => void }) {
  const say = useWords(buildWords)
  const not = 'not' in step
  const once: Once = not ? step.not : 'bought' in step ? { bought: step.bought } : { event: step.event }
  const days = step.within_days
  const turn = (next: Once, never: boolean) => onChange(never ? { not: next, within_days: days ?? usualDays } : { ...next, within_days: days })
  return (
    <>
      {first ? null : (
        <NativeSelect
          size="xs"
          aria-label={say('step_how')}
          value={not ? 'not' : 'then'}
          data={(['then', 'not'] as const).map((value) => ({ value, label: say(`step_${value}`) }))}
          onChange={(event) => turn(once, event.currentTarget.value === 'not')}
        />
      )}
      <WhatHappened once={once} onChange={(next) => turn(next, not)} />
      <Days
        value={days}
        later={!first}
        onChange={(next) => onChange(not ? { not: step.not, within_days: next ?? usualDays } : { ...once, within_days: next })}
      />
      {'bought' in once ? (
        <GoodsInputs of={once.bought} onChange={(bought) => turn({ bought }, not)} />
      ) : (
        <HappenedInputs of={once.event} onChange={(event) => turn({ event }, not)} />
      )}
    </>
  )
}

function WhatHappened({ once, onChange }: { once: Once; onChange: (once: Once) => void }) {
  const say = useWords(buildWords)
  const language = useLanguage()
  const kinds = useOffered()?.kinds ?? []
  const chosen = 'event' in once ? once.event.kind : ''
  const data = kinds.filter(({ kept, kind }) => kept || kind === chosen).map(({ kind, title }) => ({ value: kind, label: pick(title, language) ?? kind }))
  const gone = chosen && !data.some(({ value }) => value === chosen) ? [{ value: chosen, label: chosen }] : []
  return (
    <NativeSelect
      size="xs"
      aria-label={say('step_what')}
      value={chosen}
      data={[{ value: '', label: say('step_bought') }, ...data, ...gone]}
      onChange={(event) => onChange(event.currentTarget.value ? { event: { kind: event.currentTarget.value } } : { bought: {} })}
    />
  )
}
