import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf, money, plainDay } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Insight.module.css'
import { insightWords } from './insight.words.ts'

type Trait = NonNullable<Card['insight']>['traits'][number]
type TraitsProps = { of: readonly Trait[]; customerId: string; onWrong: (trait: string) => void }

/** Computed traits of one customer: the value, and behind it what it was counted from. */
export function Traits({ of, customerId, onWrong }: TraitsProps) {
  if (of.length === 0) return null
  return (
    <ul className={classes.list}>
      {of.map((each) =>
        each.contested_at === null ? (
          <One key={each.trait} of={each} onWrong={() => onWrong(each.trait)} />
        ) : (
          <Contested key={each.trait} of={each} customerId={customerId} />
        ),
      )}
    </ul>
  )
}

function One({ of, onWrong }: { of: Trait; onWrong: () => void }) {
  const say = useWords(insightWords)
  const me = useMe()
  const language = useLanguage()
  const now = useNow()
  const value = useValue()
  const title = pick(of.title, language) ?? of.trait
  const day = (at: string | null) => (at === null ? '' : dayOf(plainDay(at), now, language))
  const span = of.first_on === of.last_on ? say('trait_on', { day: day(of.last_on) }) : say('trait_span', { from: day(of.first_on), to: day(of.last_on) })
  return (
    <li>
      <details className={classes.one}>
        <summary className={classes.summary}>
          <span data-own-words>
            {title}: {value(of)}
          </span>
          <span className={classes.because}>{say('because', { evidence: `${say('trait_counted', { count: of.n ?? 0 })}, ${span}` })}</span>
        </summary>
        <div className={classes.how}>
          <p className="quiet small">
            {of.within_days === null ? say('trait_how') : say('trait_how_days', { count: of.within_days })}{' '}
            {say('trait_as_of', { day: dayOf(new Date(of.as_of), now, language) })}
          </p>
          <MayButton
            may={me.can('customers.change') || me.can('rights.work')}
            why={say('only')}
            size="compact-xs"
            variant="default"
            aria-label={say('wrong_of', { what: title })}
            onClick={onWrong}
          >
            {say('wrong')}
          </MayButton>
        </div>
      </details>
    </li>
  )
}

function Contested({ of, customerId }: { of: Trait; customerId: string }) {
  const say = useWords(insightWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <li className={classes.contested}>
      <p>
        <span data-own-words>{pick(of.title, language) ?? of.trait}</span> <Mark tone="wait">{say('called_wrong')}</Mark>
      </p>
      <p className="quiet small">{of.contested_at === null ? null : say('contested', { day: dayOf(new Date(of.contested_at), now, language) })}</p>
      <div>
        <Button size="compact-xs" variant="subtle" renderRoot={(props) => <Link to="/customers/$customerId/rights" params={{ customerId }} {...props} />}>
          {say('their_rights')}
        </Button>
      </div>
    </li>
  )
}

function useValue(): (of: Trait) => string {
  const say = useWords(insightWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  return ({ amount, number, type, said, said_title, what }) => {
    if (amount) return money(amount, language)
    if (number !== null) return type === 'days' ? say('trait_days', { count: number }) : numbers(language, { maximumFractionDigits: 2 }).format(number)
    return pick(said_title, language) ?? (what === 'channel' ? channel(said ?? '') : (said ?? ''))
  }
}
