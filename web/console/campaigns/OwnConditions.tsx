import { ActionIcon, NativeSelect, NumberInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { lower, pick, useLanguage, useWords } from '../../ui/words.ts'
import { ConditionEditor } from '../filters/ConditionEditor.tsx'
import { purposesQuery } from '../purposes/queries.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { askedOf, beginning, columnsOf, type EventCondition, ownOf, type Written } from './ownConditions.ts'
import { type AudienceConditions, conditionsQuery } from './queries.ts'

type OwnConditionsProps = { conditions: readonly Written[]; onChange: (conditions: readonly Written[]) => void }

/** Conditions about fields and kinds of events that the company declared; what is not kept for offers cannot be chosen, and says so. */
export function OwnConditions({ conditions, onChange }: OwnConditionsProps) {
  const say = useWords(campaignsWords)
  const heading = useId()
  const { data: offered } = useQuery(conditionsQuery)
  if (offered && offered.fields.length + offered.kinds.length + conditions.length === 0) return null
  const put = (at: number, next: Written) => onChange(conditions.map((each, i) => (i === at ? next : each)))
  return (
    <section className={classes.own} aria-labelledby={heading}>
      <h4 id={heading}>{say('own_conditions')}</h4>
      {conditions.length > 0 ? (
        <ul className={classes.ownList}>
          {conditions.map((condition, at) => (
            <Row
              key={at}
              condition={condition}
              offered={offered}
              onChange={(next) => put(at, next)}
              onRemove={() => onChange(conditions.filter((_, i) => i !== at))}
            />
          ))}
        </ul>
      ) : null}
      <Adder offered={offered} full={conditions.length >= most} onAdd={(added) => onChange([...conditions, added])} />
    </section>
  )
}

/** Of a rule; three are asked above. */
const most = 17

function Adder({ offered, full, onAdd }: { offered: AudienceConditions | undefined; full: boolean; onAdd: (condition: Written) => void }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const keptFor = useKeptFor()
  const item = (value: string, title: string, { kept, kept_for }: { kept: boolean; kept_for: string[] }) => ({
    value,
    label: kept ? title : say('kept_elsewhere', { title, purposes: keptFor(kept_for) }),
    disabled: !kept,
  })
  const fields = (offered?.fields ?? []).map((field) => item(`field ${field.column}`, pick(field.title, language) ?? field.column, field))
  const kinds = (offered?.kinds ?? []).map((kind) => item(`kind ${kind.kind}`, pick(kind.title, language) ?? kind.kind, kind))
  return (
    <NativeSelect
      aria-label={say('add_own')}
      value=""
      disabled={full || !offered}
      data={[
        { value: '', label: say('add_own') },
        ...(fields.length > 0 ? [{ group: say('own_fields'), items: fields }] : []),
        ...(kinds.length > 0 ? [{ group: say('own_kinds'), items: kinds }] : []),
      ]}
      onChange={(event) => {
        const made = offered && beginning(offered, event.currentTarget.value)
        if (made) onAdd(made)
      }}
    />
  )
}

/** Purposes by name, in a row. */
export function useKeptFor(): (codes: readonly string[]) => string {
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  return (codes) => codes.map((code) => lower(pick(data?.items.find((p) => p.code === code)?.title, language)) ?? code).join(', ')
}

type RowProps = { condition: Written; offered: AudienceConditions | undefined; onChange: (next: Written) => void; onRemove: () => void }

function Row({ condition, offered, onChange, onRemove }: RowProps) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const code = 'own' in condition ? condition.own.field : condition.event.kind
  const found =
    'own' in condition ? offered?.fields.find(({ column }) => column === condition.own.field) : offered?.kinds.find(({ kind }) => kind === condition.event.kind)
  const title = pick(found?.title, language) ?? code
  return (
    <li className={classes.ownRow} role="group" aria-label={title}>
      <span className={classes.ownTitle}>{title}</span>
      <div className={classes.ownInputs}>
        {'own' in condition ? (
          <ConditionEditor condition={askedOf(condition)} known={columnsOf(offered)} onChange={(next) => onChange(ownOf(next))} />
        ) : (
          <EventInputs condition={condition} numbers={offered?.kinds.find(({ kind }) => kind === code)?.numbers ?? []} onChange={onChange} />
        )}
      </div>
      <ActionIcon size="sm" aria-label={say('remove_own', { title })} onClick={onRemove}>
        <IconX size={15} stroke={1.7} />
      </ActionIcon>
    </li>
  )
}

type Numbers = AudienceConditions['kinds'][number]['numbers']

/** Whether it happened, how often or how much in all, and within which time. */
function EventInputs({ condition, numbers, onChange }: { condition: EventCondition; numbers: Numbers; onChange: (next: Written) => void }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const { kind, within_days, at_least, sum } = condition.event
  const within = within_days === undefined ? {} : { within_days }
  const how = sum ? `sum ${sum.attribute}` : at_least === 0 ? 'never' : 'often'
  const put = (next: string) => {
    const attribute = numbers.find((each) => `sum ${each.attribute}` === next)?.attribute
    if (attribute) onChange({ event: { kind, ...within, at_least: 1, sum: { attribute } } })
    else onChange({ event: { kind, ...within, ...(next === 'never' ? { at_least: 0, at_most: 0 } : { at_least: 1 }) } })
  }
  const figure = (value: number | string) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('event_how')}
        value={how}
        data={[
          { value: 'often', label: say('event_often') },
          { value: 'never', label: say('event_never') },
          ...numbers.map(({ attribute, title }) => ({ value: `sum ${attribute}`, label: say('event_sum', { title: pick(title, language) ?? attribute }) })),
        ]}
        onChange={(event) => put(event.currentTarget.value)}
      />
      {sum ? (
        <NumberInput
          size="xs"
          aria-label={say('event_least')}
          placeholder={say('event_least')}
          hideControls
          decimalSeparator={language === 'ru' ? ',' : '.'}
          value={sum.at_least ?? ''}
          onChange={(next) => {
            const least = figure(next)
            onChange({ event: { ...condition.event, sum: { attribute: sum.attribute, ...(least === undefined ? {} : { at_least: least }) } } })
          }}
        />
      ) : null}
      {how === 'often' ? (
        <NumberInput
          size="xs"
          aria-label={say('event_times')}
          suffix={` ${say('event_times_short')}`}
          hideControls
          allowDecimal={false}
          min={1}
          max={1000}
          clampBehavior="strict"
          value={at_least}
          onChange={(next) => onChange({ event: { ...condition.event, at_least: figure(next) || 1 } })}
        />
      ) : null}
      <NumberInput
        size="xs"
        aria-label={say('event_days')}
        placeholder={say('event_ever')}
        prefix={say('event_days_before')}
        suffix={` ${say('event_days_short')}`}
        hideControls
        allowDecimal={false}
        min={1}
        max={3650}
        clampBehavior="strict"
        value={within_days ?? ''}
        onChange={(next) => {
          const { within_days: _, ...rest } = condition.event
          const days = figure(next)
          onChange({ event: days ? { ...rest, within_days: days } : rest })
        }}
      />
    </>
  )
}
