import { NativeSelect, TagsInput } from '@mantine/core'
import type { Condition } from '../../../../src/office/audiences/rule.ts'
import { pick, useLanguage, useWords } from '../../../ui/words.ts'
import type { AudienceConditions } from '../queries.ts'
import { buildWords } from './build.words.ts'
import { Figure, SumInput } from './Figures.tsx'
import { withHeld } from './Knowings.tsx'
import { useOffered } from './offered.ts'
import type { Of } from './whole.ts'

type Asked = Of<'trait'>['trait']
type Offered = AudienceConditions['traits'][number]

const ofCodes = ['one_of', 'none_of', 'empty', 'not_empty'] as const
const ofFigures = ['more', 'less', 'equals', 'between', 'empty', 'not_empty'] as const
type Way = (typeof ofCodes)[number] | (typeof ofFigures)[number]

/** What is asked of a trait: by its type a list, or a figure. */
export function TraitInputs({ condition: { trait }, onChange }: { condition: Of<'trait'>; onChange: (condition: Condition) => void }) {
  const say = useWords(buildWords)
  const language = useLanguage()
  const offered = useOffered()
  const of = offered?.traits.find((each) => each.trait === trait.trait)
  const ways: readonly Way[] = of === undefined || of.type === 'code' ? ofCodes : ofFigures
  const put = (next: Asked) => onChange({ trait: next })
  const choose = (code: string) => {
    const chosen = offered?.traits.find((each) => each.trait === code)
    put(chosen === undefined || chosen.type === 'code' ? { trait: code, is: 'one_of', value: [] } : { trait: code, is: 'more' })
  }
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('trait')}
        value={trait.trait}
        data={[
          { value: '', label: say(offered && offered.traits.length === 0 ? 'trait_none' : 'choose') },
          ...withHeld(
            (offered?.traits ?? []).map(({ trait: code, title }) => ({ value: code, label: pick(title, language) ?? code })),
            trait.trait,
          ),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={say('trait_is')}
        value={trait.is}
        data={[...new Set([...ways, trait.is])].map((value) => ({ value, label: say(`trait_${value}`) }))}
        onChange={(event) => put(turned(trait, ways.find((each) => each === event.currentTarget.value) ?? trait.is))}
      />
      <ValueInputs asked={trait} of={of} onChange={put} />
    </>
  )
}

/** The same asked otherwise, with as much of its value as fits. */
function turned({ trait, value }: Asked, is: Way): Asked {
  const [low] = typeof value === 'number' ? [value] : (value ?? []).filter((each) => typeof each === 'number')
  if (is === 'empty' || is === 'not_empty') return { trait, is }
  if (is === 'one_of' || is === 'none_of') return { trait, is, value: codesOf(value) }
  if (is === 'between') return { trait, is, ...(low === undefined ? {} : { value: [low, low] }) }
  return { trait, is, ...(low === undefined ? {} : { value: low }) }
}

const codesOf = (value: Asked['value']): string[] => (Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : [])) : [])

type ValueProps = { asked: Asked; of: Offered | undefined; onChange: (asked: Asked) => void }

function ValueInputs({ asked, of, onChange }: ValueProps) {
  const say = useWords(buildWords)
  const { trait, is, value } = asked
  if (is === 'one_of' || is === 'none_of') {
    const codes = codesOf(value)
    return (
      <TagsInput
        size="xs"
        aria-label={say('values')}
        placeholder={codes.length > 0 ? '' : say('values')}
        maxTags={50}
        data={of?.values ?? []}
        value={codes}
        onChange={(next) => onChange({ trait, is, value: next })}
      />
    )
  }
  if (is === 'empty' || is === 'not_empty') return null
  const held = typeof value === 'number' ? [value] : (value ?? []).filter((each) => typeof each === 'number')
  const [low, high] = held
  const set = (next: number | undefined) => onChange(next === undefined ? { trait, is } : { trait, is, value: next })
  if (is !== 'between') return <FigureOf of={of} label={say('trait_figure')} value={low} onChange={set} />
  const both = (from: number | undefined, to: number | undefined) => {
    const [first, last] = [from ?? to, to ?? from]
    onChange(first === undefined || last === undefined ? { trait, is } : { trait, is, value: [first, last] })
  }
  return (
    <>
      <FigureOf of={of} label={say('sum_least')} value={low} onChange={(next) => both(next, high)} />
      <FigureOf of={of} label={say('sum_most')} value={high} onChange={(next) => both(low, next)} />
    </>
  )
}

function FigureOf({
  of,
  label,
  value,
  onChange,
}: {
  of: Offered | undefined
  label: string
  value: number | undefined
  onChange: (value: number | undefined) => void
}) {
  const say = useWords(buildWords)
  if (of?.type === 'money' && of.currency !== null) return <SumInput label={label} minor={value} currency={of.currency} onChange={onChange} />
  if (of?.type === 'days') return <Figure label={label} placeholder={label} suffix={say('days_short')} max={3650} value={value} onChange={onChange} />
  return <Figure label={label} placeholder={label} fraction min={-1e15} max={1e15} value={value} onChange={onChange} />
}
