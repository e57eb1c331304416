import type { ReactNode } from 'react'
import { count, percent } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { guessWords } from '../../ui/guess.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { modelsWords } from './models.words.ts'
import type { Check, Figures } from './queries.ts'
import classes from './Value.module.css'

const nameOf = (model: 'mbg' | 'bg') => (model === 'mbg' ? 'MBG/NBD' : 'BG/NBD')

/** What the register knows of each model: its parameters, its fit, and how it did on what it had not seen. */
export function ModelFigures({ figures: { check, fits, gaps, proposals } }: { figures: Figures }) {
  return (
    <div className={classes.pair}>
      <Rhythm check={check} />
      {fits.map((fit) => (
        <Fit key={fit.currency} fit={fit} />
      ))}
      <Gaps gaps={gaps} />
      <Proposals proposals={proposals} />
    </div>
  )
}

type Pair = readonly [string, string]

function Model({ title, lead, pairs, children }: { title: string; lead?: string | undefined; pairs: readonly Pair[]; children?: ReactNode }) {
  return (
    <section className={classes.paper} aria-label={title}>
      <h3>{title}</h3>
      {lead ? <p className="quiet small">{lead}</p> : null}
      {pairs.length > 0 ? (
        <dl className={classes.pairs}>{pairs.map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>
      ) : null}
      {children}
    </section>
  )
}

function TooLittle({ why }: { why: string }) {
  const say = useWords(modelsWords)
  const reason = useCodeWords(guessWords)
  return <p className="quiet small">{say('too_little', { why: reason(`why_${why}`) })}</p>
}

function useNumber() {
  const language = useLanguage()
  return (n: number) => numbers(language, { maximumSignificantDigits: 4 }).format(n)
}

function Rhythm({ check }: { check: Figures['check'] }) {
  const say = useWords(modelsWords)
  if ('chosen' in check) return <Checked check={check} />
  return (
    <Model title={say('rhythm')} pairs={[]}>
      <TooLittle why={check.why} />
    </Model>
  )
}

function Checked({ check }: { check: Check }) {
  const say = useWords(modelsWords)
  const language = useLanguage()
  const number = useNumber()
  const whole = (n: number) => count(Math.round(n), language)
  const pairs: Pair[] = [
    [say('held_customers'), count(check.n, language)],
    ...check.models.slice(0, 1).map(({ made }): Pair => [say('rhythm_made'), whole(made)]),
    ...check.models.flatMap(({ model, forecast, mean_error, score }): Pair[] => {
      const of = { model: nameOf(model) }
      return [
        [say('rhythm_forecast', of), whole(forecast)],
        [say('rhythm_error', of), number(mean_error)],
        [say('rhythm_score', of), number(score)],
      ]
    }),
    [say('auc'), check.auc === null ? say('unknown') : number(check.auc)],
    [say('top_fifth'), check.top_fifth_brought === null ? say('unknown') : percent(check.top_fifth_brought, language)],
  ]
  return <Model title={say('rhythm')} lead={say('rhythm_lead', { days: check.days, chosen: nameOf(check.chosen) })} pairs={pairs} />
}

function Fit({ fit: { currency, n, rhythm, spend } }: { fit: Figures['fits'][number] }) {
  const say = useWords(modelsWords)
  const language = useLanguage()
  const number = useNumber()
  const pairs: Pair[] = [
    ...('model' in rhythm
      ? ([
          [
            say('fit_rhythm', { model: nameOf(rhythm.model) }),
            `r ${number(rhythm.r)}, α ${number(rhythm.alpha)}, a ${number(rhythm.a)}, b ${number(rhythm.b)}`,
          ],
          [say('fit_likelihood'), number(rhythm.log_likelihood)],
        ] satisfies Pair[])
      : []),
    ...('gamma' in spend ? ([[say('fit_spend'), `p ${number(spend.p)}, q ${number(spend.q)}, γ ${number(spend.gamma)}`]] satisfies Pair[]) : []),
  ]
  return (
    <Model title={say('fit', { currency })} lead={say('fit_lead', { shown: count(n, language) })} pairs={pairs}>
      {'why' in rhythm ? <TooLittle why={rhythm.why} /> : null}
      {'why' in spend && !('why' in rhythm) ? <TooLittle why={spend.why} /> : null}
      {'gamma' in spend && spend.dependent ? <p className="quiet small">{say('fit_dependent')}</p> : null}
    </Model>
  )
}

function Gaps({ gaps }: { gaps: Figures['gaps'] }) {
  const say = useWords(modelsWords)
  const language = useLanguage()
  const number = useNumber()
  const pairs: Pair[] =
    'shape' in gaps
      ? [
          [say('gaps_shape'), number(gaps.shape)],
          [say('gaps_n'), count(gaps.n, language)],
        ]
      : []
  return (
    <Model title={say('gaps')} lead={say('gaps_lead')} pairs={pairs}>
      {'why' in gaps ? <TooLittle why={gaps.why} /> : null}
    </Model>
  )
}

function Proposals({ proposals }: { proposals: Figures['proposals'] }) {
  const say = useWords(modelsWords)
  const language = useLanguage()
  if ('why' in proposals)
    return (
      <Model title={say('proposals')} pairs={[]}>
        <TooLittle why={proposals.why} />
      </Model>
    )
  const share = (hits: number | null) => (hits === null ? say('unknown') : percent(hits, language))
  return (
    <Model
      title={say('proposals')}
      lead={say('proposals_lead', { days: proposals.held_out_days })}
      pairs={[
        [say('proposals_customers'), count(proposals.customers, language)],
        [say('proposals_items'), count(proposals.items, language)],
        [say('proposals_checked'), count(proposals.checked, language)],
        [say('hits_again'), share(proposals.hits_again)],
        [say('hits_fresh'), share(proposals.hits_fresh)],
        [say('hits_popular'), share(proposals.hits_popular)],
      ]}
    />
  )
}
