import { Checkbox, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import type { Condition } from '../../../../src/office/audiences/rule.ts'
import { ClassMark } from '../../../ui/ClassMark.tsx'
import { channelWords } from '../../../ui/channel.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { ConditionEditor } from '../../filters/ConditionEditor.tsx'
import { ValueInput } from '../../filters/ValueInput.tsx'
import { purposesQuery } from '../../purposes/queries.ts'
import { factColumn } from '../facts.ts'
import { audiencesQuery } from '../queries.ts'
import classes from './Building.module.css'
import { buildWords } from './build.words.ts'
import { columnsOf, OwnId, useOffered } from './offered.ts'
import { asked, type Of } from './whole.ts'

type Inputs<K extends string> = { condition: Of<K>; onChange: (condition: Condition) => void }
const valueClasses = ['first', 'second', 'third'] as const

export function ClassInputs({ condition, onChange }: Inputs<'value_class'>) {
  const say = useWords(buildWords)
  const put = (chosen: readonly string[]) => onChange({ value_class: valueClasses.filter((each) => chosen.includes(each)) })
  return (
    <Checkbox.Group aria-label={say('t_class')} value={condition.value_class} onChange={put}>
      <div className={classes.checks}>
        {valueClasses.map((each) => (
          <Checkbox key={each} value={each} label={<ClassMark of={each} />} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

export function ReachInputs({ condition: { reach }, onChange }: Inputs<'reach'>) {
  const say = useWords(buildWords)
  const language = useLanguage()
  const channelName = useCodeWords(channelWords)
  const offered = useOffered()
  const { data } = useQuery(purposesQuery)
  const purposes = (data?.items ?? []).filter(({ channels }) => channels.length > 0)
  const put = (part: Partial<typeof reach>) => onChange({ reach: { ...reach, ...part } })
  const channels = [...new Set([...(purposes.find(({ code }) => code === reach.purpose)?.channels ?? []), reach.channel])]
  const codes = [...new Set([...purposes.map(({ code }) => code), reach.purpose])]
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('purpose')}
        value={reach.purpose}
        data={codes.map((value) => ({ value, label: pick(purposes.find(({ code }) => code === value)?.title, language) ?? value }))}
        onChange={(event) => put({ purpose: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={say('channel')}
        value={reach.channel}
        data={channels.map((value) => ({ value, label: channelName(value) }))}
        onChange={(event) => put({ channel: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={say('topic')}
        value={reach.topic ?? ''}
        data={[
          { value: '', label: say('topic_any') },
          ...withHeld(
            (offered?.topics ?? []).map(({ topic, title }) => ({ value: topic, label: pick(title, language) ?? topic })),
            reach.topic,
          ),
        ]}
        onChange={(event) => put({ topic: event.currentTarget.value || null })}
      />
    </>
  )
}

/** What a rule asks stands in its list, also when it is gone. */
export const withHeld = (items: { value: string; label: string }[], held: string | null) =>
  held && !items.some(({ value }) => value === held) ? [...items, { value: held, label: held }] : items

/** One of some roles, or of some languages. */
export function ListedInputs({ condition, onChange }: { condition: Of<'role'> | Of<'language'>; onChange: (condition: Condition) => void }) {
  const fact = 'role' in condition ? 'role' : 'language'
  const value = 'role' in condition ? condition.role : condition.language
  const column = factColumn(fact)
  const put = (next: unknown) => {
    const chosen = Array.isArray(next) ? next.filter((each): each is string => typeof each === 'string') : []
    if (fact === 'language') onChange({ language: chosen })
    else onChange({ role: roles.filter((each) => chosen.includes(each)) })
  }
  return <ValueInput column={column} condition={asked(fact, 'one_of', value)} inside={false} onChange={put} />
}

const roles = ['customer', 'lead', 'supplier', 'partner'] as const

export function AboutInputs({ condition: { about }, onChange }: Inputs<'about'>) {
  const { fact } = about
  return (
    <ConditionEditor
      condition={asked(fact, about.is, about.value)}
      known={new Map([[fact, factColumn(fact)]])}
      onChange={({ is, value }) => onChange({ about: { fact, is, ...(value === undefined ? {} : { value }) } })}
    />
  )
}

export function OwnInputs({ condition: { own }, onChange }: Inputs<'own'>) {
  const offered = useOffered()
  if (!offered) return null
  return (
    <ConditionEditor
      condition={asked(own.field, own.is, own.value)}
      known={columnsOf(offered)}
      onChange={({ is, value }) => onChange({ own: { field: own.field, is, ...(value === undefined ? {} : { value }) } })}
    />
  )
}

export function AudienceInputs({ condition: { audience }, onChange }: Inputs<'audience'>) {
  const say = useWords(buildWords)
  const itself = useContext(OwnId)
  const { data } = useQuery(audiencesQuery)
  const others = (data?.items ?? []).filter(({ id }) => id !== itself)
  const gone = audience && data && !others.some(({ id }) => id === audience) ? [{ value: audience, label: '—' }] : []
  return (
    <NativeSelect
      size="xs"
      aria-label={say('audience')}
      value={audience}
      data={[{ value: '', label: say('choose') }, ...others.map(({ id, title }) => ({ value: id, label: title })), ...gone]}
      onChange={(event) => onChange({ audience: event.currentTarget.value })}
    />
  )
}
