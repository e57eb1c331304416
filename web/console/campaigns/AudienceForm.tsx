import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ClassMark } from '../../ui/ClassMark.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { NotChosen } from './NotChosen.tsx'
import { OwnConditions } from './OwnConditions.tsx'
import { columnsOf, isWhole, isWritten, type Written } from './ownConditions.ts'
import type { Rule } from './queries.ts'
import { conditionsQuery, countQuery } from './queries.ts'

type AudienceFormProps = { title: string; onTitle: (title: string) => void; rule: Rule; onRule: (rule: Rule) => void }
type ValueClass = 'first' | 'second' | 'third'

/** The usual audience in three questions, what the company asks besides, and a live count. */
export function AudienceForm({ title, onTitle, rule, onRule }: AudienceFormProps) {
  const say = useWords(campaignsWords)
  const channel = useCodeWords(channelWords)
  const { data: offered } = useQuery(conditionsQuery)
  const [written, setWritten] = useState<readonly Written[]>(() => rule.all.filter(isWritten))
  const read = answersOf(rule)
  const change = (part: Partial<Answers>, more = written) => {
    const columns = columnsOf(offered)
    onRule(
      ruleOf(
        { ...read, ...part },
        more.filter((each) => isWhole(each, columns)),
      ),
    )
  }
  return (
    <fieldset className={classes.audience}>
      <TextInput label={say('audience_name')} value={title} maxLength={200} onChange={(event) => onTitle(event.currentTarget.value)} />
      <Checkbox.Group label={say('classes')} value={read.classes} onChange={(chosen) => change({ classes: all.filter((each) => chosen.includes(each)) })}>
        <div className={classes.checks}>
          {all.map((each) => (
            <Checkbox key={each} value={each} label={<ClassMark of={each} />} />
          ))}
        </div>
      </Checkbox.Group>
      <NumberInput
        label={say('bought_days')}
        placeholder={say('bought_any')}
        min={1}
        max={3650}
        clampBehavior="strict"
        value={read.days ?? ''}
        onChange={(next) => change({ days: Number(next) || undefined })}
      />
      <Checkbox
        checked={read.consent}
        label={say('consent_only', { channel: lower(channel('email')) })}
        description={say('consent_why')}
        onChange={(event) => change({ consent: event.currentTarget.checked })}
      />
      <OwnConditions
        conditions={written}
        onChange={(next) => {
          setWritten(next)
          change({}, next)
        }}
      />
      <LiveCount rule={rule} />
    </fieldset>
  )
}

function LiveCount({ rule }: { rule: Rule }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const [settled] = useDebouncedValue(rule, 300)
  const { data, error, isFetching, refetch } = useQuery({ ...countQuery(settled), placeholderData: (old) => old })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const text = data ? say('count_live', { count: data.count, shown: count(data.count, language) }) : ''
  return (
    <div role="status" data-old={isFetching || undefined}>
      <p className={classes.live}>{text || say('counting')}</p>
      {data ? <NotChosen of={data} /> : null}
    </div>
  )
}

type Answers = { classes: ValueClass[]; consent: boolean; days: number | undefined }
const all: readonly ValueClass[] = ['first', 'second', 'third']

function answersOf(rule: Rule): Answers {
  const answers: Answers = { classes: [], consent: false, days: undefined }
  for (const condition of rule.all) {
    if ('value_class' in condition) answers.classes = condition.value_class
    if ('reach' in condition) answers.consent = true
    if ('last_purchase' in condition) answers.days = condition.last_purchase.within_days
  }
  return answers
}

function ruleOf({ classes: chosen, consent, days }: Answers, written: readonly Written[]): Rule {
  return {
    all: [
      ...(chosen.length > 0 ? [{ value_class: chosen }] : []),
      ...(consent ? [{ reach: { purpose: 'marketing', channel: 'email', topic: null } }] : []),
      ...(days ? [{ last_purchase: { within_days: days } }] : []),
      ...written,
    ],
    any: [],
    none: [],
  }
}
