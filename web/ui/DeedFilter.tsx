import { NativeSelect } from '@mantine/core'
import classes from './DeedFilter.module.css'
import { deedFilterWords } from './deed.words.ts'
import { type DeedAsk, deedAsk, purposes, whats, whens, whos } from './deedAsk.ts'
import { useWords } from './words.ts'

type DeedFilterProps = {
  ask: DeedAsk
  onAsk: (ask: DeedAsk) => void
  /** Other purposes that stand in the journal, as they are called. */
  purposes?: ReadonlyMap<string, string>
  /** The reader is the customer; `visited`: and it is known when they were here last. */
  mine?: boolean
  visited?: boolean
}

/** What of a journal to show: what was done, by whom, what for, when. */
export function DeedFilter({ ask, onAsk, purposes: others = new Map(), mine = false, visited = false }: DeedFilterProps) {
  const say = useWords(deedFilterWords)
  const set = (part: keyof DeedAsk) => (value: string) => onAsk(deedAsk({ ...ask, [part]: value }))
  const own = [...others].filter(([code]) => !purposes.some((each) => each === code))
  return (
    <div className={classes.filter} role="search" aria-label={say('filter')}>
      <One
        label={say('what')}
        value={ask.what}
        onChange={set('what')}
        options={[['', say('what_all')], ...whats.map((each) => [each, say(`what_${each}`)] as const)]}
      />
      <One
        label={say('who')}
        value={ask.who}
        onChange={set('who')}
        options={[['', say('who_all')], ...whos.map((each) => [each, say(mine && each === 'customer' ? 'who_mine' : `who_${each}`)] as const)]}
      />
      <One
        label={say('why')}
        value={ask.why}
        onChange={set('why')}
        options={[['', say('why_all')], ...purposes.map((each) => [each, say(mine && each === 'own_view' ? 'why_mine' : `why_${each}`)] as const), ...own]}
      />
      <One
        label={say('when')}
        value={ask.when}
        onChange={set('when')}
        options={[['', say('when_all')], ...whens.filter((each) => visited || each !== 'new').map((each) => [each, say(`when_${each}`)] as const)]}
      />
    </div>
  )
}

type OneProps = { label: string; value: string | undefined; onChange: (value: string) => void; options: (readonly [string, string])[] }

function One({ label, value = '', onChange, options }: OneProps) {
  return (
    <NativeSelect
      label={label}
      value={value}
      data-asked={value !== '' || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={options.map(([code, title]) => ({ value: code, label: title }))}
    />
  )
}
