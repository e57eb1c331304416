import { NativeSelect, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { buildWords } from '../audiences/building/build.words.ts'
import { GoodsInputs, HappenedInputs } from '../audiences/building/Narrowing.tsx'
import { kindsQuery } from '../purposes/queries.ts'
import { aboutQuery } from '../session/session.ts'
import { type Draft, figures, needsWhat, type Take } from './draft.ts'
import classes from './Traits.module.css'
import { traitsWords } from './traits.words.ts'

const takes = ['count', 'different', 'sum', 'average', 'least', 'most', 'first', 'last', 'most_frequent', 'days_since'] as const
const currencies = ['RUB', 'BYN', 'KZT', 'USD', 'EUR', 'GBP', 'CNY']
const mostDays = 3650

/** What a trait counts: from which purchases or events, how, of what, and since when. */
export function DefinitionInputs({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const say = useWords(traitsWords)
  const sayRule = useWords(buildWords)
  const language = useLanguage()
  const { data: about } = useQuery(aboutQuery)
  const { of, take, what, within_days } = draft
  const isMoney = 'bought' in of && figures.has(take)
  const offered = useWhat(draft)
  const own = about?.currency ?? currencies[0] ?? 'RUB'
  const turn = (next: Partial<Draft>) => onChange(settled({ ...draft, ...next }, own))
  return (
    <div className={classes.inputs}>
      <Source of={of} onChange={(next) => turn({ of: next, what: undefined })} />
      <div className={classes.narrow}>
        {'bought' in of ? (
          <GoodsInputs of={of.bought} onChange={(bought) => turn({ of: { bought } })} />
        ) : (
          <HappenedInputs of={of.event} onChange={(event) => turn({ of: { event } })} />
        )}
      </div>
      <NativeSelect
        label={say('take')}
        value={take}
        data={takes.map((value) => ({ value, label: say(`take_${value}`) }))}
        onChange={(event) => turn({ take: takes.find((each) => each === event.currentTarget.value) ?? take, what: undefined })}
      />
      {needsWhat(take) && !isMoney ? (
        <NativeSelect
          label={say('what')}
          value={what ?? ''}
          data={[
            { value: '', label: say('choose') },
            ...offered,
            ...(what && !offered.some(({ value }) => value === what) ? [{ value: what, label: what }] : []),
          ]}
          onChange={(event) => turn({ what: event.currentTarget.value || undefined })}
        />
      ) : null}
      {isMoney ? (
        <NativeSelect
          label={say('currency')}
          value={draft.currency ?? own}
          data={[...new Set([own, draft.currency ?? own, ...currencies])]}
          onChange={(event) => turn({ currency: event.currentTarget.value })}
        />
      ) : null}
      <NumberInput
        label={say('when')}
        placeholder={sayRule('ever')}
        prefix={sayRule('days_before')}
        suffix={` ${sayRule('days_short')}`}
        decimalSeparator={language === 'ru' ? ',' : '.'}
        allowDecimal={false}
        hideControls
        min={1}
        max={mostDays}
        clampBehavior="strict"
        value={within_days ?? ''}
        onChange={(next) => turn({ within_days: typeof next === 'number' && next > 0 ? next : undefined })}
      />
    </div>
  )
}

/** Money of purchases needs no choice but the currency; what has none keeps none. */
function settled(draft: Draft, currency: string): Draft {
  const { currency: held, ...rest } = draft
  return 'bought' in draft.of && figures.has(draft.take) ? { ...rest, what: 'amount', currency: held ?? currency } : rest
}

function Source({ of, onChange }: { of: Draft['of']; onChange: (of: Draft['of']) => void }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const { data } = useQuery(kindsQuery)
  const chosen = 'event' in of ? of.event.kind : ''
  const kinds = (data?.items ?? []).filter(({ retired, sensitive, code }) => (!retired && !sensitive) || code === chosen)
  const gone = chosen && data && !kinds.some(({ code }) => code === chosen) ? [{ value: chosen, label: chosen }] : []
  return (
    <NativeSelect
      label={say('of')}
      value={chosen}
      data={[{ value: '', label: say('of_bought') }, ...kinds.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code })), ...gone]}
      onChange={(event) => onChange(event.currentTarget.value ? { event: { kind: event.currentTarget.value } } : { bought: {} })}
    />
  )
}

/** What a way of counting can be taken of. */
function useWhat({ of, take }: Draft): { value: string; label: string }[] {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const { data } = useQuery(kindsQuery)
  if ('bought' in of) return (['sku', 'category'] as const).map((value) => ({ value, label: say(`what_${value}`) }))
  const attributes = Object.entries(data?.items.find(({ code }) => code === of.event.kind)?.attributes ?? {})
  const fits = attributes.filter(([, { type }]) => (figures.has(take as Take) ? type === 'number' : type === 'number' || type === 'code' || type === 'boolean'))
  const named = fits.map(([value, { title }]) => ({ value, label: pick(title, language) ?? value }))
  return figures.has(take) ? named : [...named, { value: 'channel', label: say('what_channel') }]
}
