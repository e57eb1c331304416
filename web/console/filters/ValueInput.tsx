import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Condition, FilterValue } from '../../../src/office/lists/shapes.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { currencySign, fractionDigits } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useValueName } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { tagsQuery } from '../list/tags.ts'
import { aboutQuery } from '../session/session.ts'
import { unitsQuery } from '../units/queries.ts'
import { colleaguesQuery } from '../work/index.ts'
import { inputOf } from './conditions.ts'
import classes from './Filters.module.css'
import { filtersWords } from './filters.words.ts'

type ValueProps = { column: ListColumn; condition: Condition; inside: boolean; onChange: (value: FilterValue | undefined) => void }

/** Where a condition's value is entered, as its column and comparison want it; `inside` a popover its lists are parts of it. */
export function ValueInput({ column, condition, inside, onChange }: ValueProps) {
  const say = useWords(filtersWords)
  const { data: about } = useQuery(aboutQuery)
  const { value } = condition
  const input = inputOf(column, condition.is)
  const label = say('value')
  const currency = column.one_currency ?? about?.currency ?? 'RUB'
  const digits = fractionDigits(currency)
  const scale = input.startsWith('money') ? 10 ** digits : 1
  switch (input) {
    case 'none':
      return null
    case 'codes':
    case 'tags':
    case 'staff':
      return <Codes column={column} one={condition.is === 'equals'} value={value} inside={inside} onChange={onChange} />
    case 'days':
      return <Figure label={label} value={value} suffix={` ${say('days')}`} whole scale={1} onChange={onChange} />
    case 'number':
    case 'money':
      return <Figure label={label} value={value} scale={scale} onChange={onChange} {...(input === 'money' ? { suffix: ` ${currencySign(currency)}` } : {})} />
    case 'range':
    case 'money_range': {
      const [from, to] = Array.isArray(value) ? value : []
      const put = (a: FilterValue | undefined, b: FilterValue | undefined) => onChange(typeof a === 'number' || typeof b === 'number' ? pair(a, b) : undefined)
      return (
        <div className={classes.range}>
          <Figure label={say('from')} value={from} scale={scale} onChange={(next) => put(next, to)} />
          <Figure label={say('to')} value={to} scale={scale} onChange={(next) => put(from, next)} />
        </div>
      )
    }
    case 'day':
      return (
        <TextInput
          type="date"
          size="xs"
          aria-label={label}
          value={typeof value === 'string' ? value.slice(0, 10) : ''}
          min="1900-01-01"
          max="2100-12-31"
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
    case 'year_day':
      return <YearDay label={label} value={value} onChange={onChange} />
  }
}

/** Both ends, in order; one alone stands for itself until the other is there. */
function pair(a: FilterValue | undefined, b: FilterValue | undefined): FilterValue {
  const ends = [a, b].filter((end) => typeof end === 'number')
  return ends.length === 2 ? ends.toSorted((x, y) => x - y) : ends
}

type FigureProps = {
  label: string
  value: FilterValue | undefined
  scale: number
  whole?: boolean
  suffix?: string
  onChange: (value: number | undefined) => void
}

function Figure({ label, value, scale, whole, suffix, onChange }: FigureProps) {
  const language = useLanguage()
  const held = typeof value === 'number' ? value : typeof value === 'object' && 'minor' in value ? value.minor : undefined
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      placeholder={label}
      hideControls
      value={held === undefined ? '' : held / scale}
      thousandSeparator={language === 'ru' ? '\u00a0' : ','}
      decimalSeparator={language === 'ru' ? ',' : '.'}
      allowDecimal={!whole}
      allowNegative={!whole}
      max={whole ? 36_500 : 1e12}
      {...(suffix ? { suffix } : {})}
      onChange={(next) => onChange(typeof next === 'number' && Number.isFinite(next) ? Math.round(next * scale * 1e6) / 1e6 : undefined)}
    />
  )
}

/** Codes that nobody declared: what is usual, in the order most will look for. */
const usual: Readonly<Record<string, readonly string[]>> = {
  language: ['ru', 'en', 'be', 'kk', 'uk', 'uz', 'hy', 'az', 'ka', 'tt', 'de', 'fr', 'es', 'it', 'tr', 'zh'],
  country: ['RU', 'BY', 'KZ', 'UZ', 'KG', 'AM', 'AZ', 'GE', 'TJ', 'MD', 'UA', 'RS', 'TR', 'DE', 'GB', 'FR', 'ES', 'IT', 'NL', 'US', 'CA', 'CN', 'IN', 'AE'],
  last_channel: Object.keys(channelWords.en),
}

function Codes({
  column,
  one,
  value,
  inside,
  onChange,
}: {
  column: ListColumn
  one: boolean
  value: FilterValue | undefined
  inside: boolean
  onChange: (value: FilterValue | undefined) => void
}) {
  const say = useWords(filtersWords)
  const nameOf = useValueName()
  const { data: colleagues } = useQuery({ ...colleaguesQuery, enabled: column.type === 'staff' })
  const { data: tags } = useQuery({ ...tagsQuery, enabled: column.type === 'tags' })
  const { data: units } = useQuery({ ...unitsQuery, enabled: column.type === 'units' })
  const held = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter((each) => typeof each === 'string')
  const codes =
    column.type === 'staff'
      ? [{ value: 'me', label: say('me') }, ...(colleagues?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))]
      : column.type === 'tags'
        ? (tags?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))
        : column.type === 'units'
          ? (units?.items ?? []).filter(({ retired }) => !retired).map(({ code }) => ({ value: code, label: nameOf(column, code) }))
          : (column.codes ?? usual[column.column])?.map((code) => ({ value: code, label: nameOf(column, code) }))
  const label = say('value')
  if (!codes)
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={held.length === 0 ? label : ''}
        value={held}
        maxTags={200}
        onChange={(next) => onChange(one ? next.at(-1) : next)}
      />
    )
  // What was chosen and is not offered any more stays to be seen and taken out.
  const data = [...codes, ...held.filter((each) => !codes.some((code) => code.value === each)).map((each) => ({ value: each, label: nameOf(column, each) }))]
  const more = {
    size: 'xs',
    'aria-label': label,
    searchable: true,
    data,
    nothingFoundMessage: say('nothing_fits'),
    maxDropdownHeight: 240,
    comboboxProps: { withinPortal: !inside },
  } as const
  if (one) return <Select {...more} placeholder={say('choose')} value={held[0] ?? null} onChange={(next) => onChange(next ?? undefined)} />
  return <MultiSelect {...more} placeholder={held.length === 0 ? say('choose') : ''} value={held} onChange={onChange} />
}

/** A month and a day, of no year; the leap year has all of them. */
function YearDay({ label, value, onChange }: { label: string; value: FilterValue | undefined; onChange: (value: FilterValue | undefined) => void }) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      value={typeof value === 'string' ? `2024-${value}` : ''}
      min="2024-01-01"
      max="2024-12-31"
      onChange={(event) => onChange(event.currentTarget.value ? event.currentTarget.value.slice(5) : undefined)}
    />
  )
}
