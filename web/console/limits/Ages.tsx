import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Limits.module.css'
import { limitsWords } from './limits.words.ts'
import type { Limits } from './queries.ts'

/** From what age customers say for themselves: what the company asks for, and below it the law. Changed by a draft. */
export function Ages({ ages }: { ages: Limits['ages'] }) {
  const say = useWords(limitsWords)
  const law = useLawfulAges()
  const own = inOrder(ages.own)
  const { one } = law(ages)
  return (
    <Section title={say('ages')} lead={say('ages_lead')}>
      {own.length > 0 ? (
        <ul className={classes.list}>
          {own.map(([country, age]) => (
            <li key={country} className={classes.row}>
              <div className={classes.text}>{one(country, age)}</div>
            </li>
          ))}
        </ul>
      ) : (
        <p className="faint">{say('ages_none')}</p>
      )}
      <Law ages={ages} />
    </Section>
  )
}

/** Countries first, and what holds for the others last. */
export const inOrder = (own: Limits['ages']['own']): [country: string, age: number][] =>
  Object.entries(own).toSorted(([a], [b]) => Number(a === '*') - Number(b === '*') || a.localeCompare(b))

/** The law's ages in one line. */
export function Law({ ages }: { ages: Limits['ages'] }) {
  const say = useWords(limitsWords)
  const { lines } = useLawfulAges()(ages)
  return (
    <p className="faint small">
      {say('ages_law')} {lines.join('; ')}.
    </p>
  )
}

/** `one`: what is asked for in a country, beside the law; `lines`: what the law says, by age. */
export function useLawfulAges(): (ages: Limits['ages']) => {
  one: (country: string, age: number) => string
  lines: string[]
  called: (country: string) => string
} {
  const say = useWords(limitsWords)
  const language = useLanguage()
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const called = (country: string) => (country === '*' ? say('ages_elsewhere') : (names.of(country) ?? country))
  return ({ usual, law }) => ({
    called,
    one: (country, age) =>
      country === '*' ? say('ages_at_least', { count: age }) : say('ages_here', { country: called(country), count: age, law: law[country] ?? usual }),
    lines: [
      ...[...Map.groupBy(Object.entries(law), ([, age]) => age)]
        .sort(([a], [b]) => a - b)
        .map(([age, some]) => say('ages_law_here', { age, countries: list.format(some.map(([country]) => called(country))) })),
      say('ages_law_elsewhere', { age: usual }),
    ],
  })
}
