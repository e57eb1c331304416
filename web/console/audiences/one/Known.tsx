import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { fieldWords } from '../../../ui/field.words.ts'
import { count, dayOf, percent } from '../../../ui/formats.ts'
import { Lines } from '../../../ui/Loading.tsx'
import { useNow } from '../../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { KnownBar } from '../../quality/KnownBar.tsx'
import { qualityWords } from '../../quality/quality.words.ts'
import type { OfField, OfKind } from '../../quality/queries.ts'
import classes from '../Audiences.module.css'
import { knownWords } from './known.words.ts'
import { audienceQualityQuery, type SavedAudience } from './queries.ts'

/** How complete, old and contradictory what is known of those in it is; first of the fields that the rule asks. */
export function Known({ of, purpose }: { of: SavedAudience; purpose: string }) {
  const say = useWords(knownWords)
  const sayQuality = useWords(qualityWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, refetch } = useQuery(audienceQualityQuery(of.id, of.live?.purpose ?? purpose))
  return (
    <section className={classes.wide} aria-label={say('known')}>
      <h2>{say('known')}</h2>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data || error ? null : <Lines count={3} />}
      {data?.gathered_at === null ? <p className="quiet small">{sayQuality('none')}</p> : null}
      {data?.gathered_at ? <p className="quiet small">{say('known_text', { day: dayOf(new Date(data.gathered_at), now, language) })}</p> : null}
      {data?.gathered_at ? data.kinds.map((kind) => <OfOne key={kind.kind} of={kind} asks={data.asks} alone={data.kinds.length === 1} />) : null}
    </section>
  )
}

function OfOne({ of, asks, alone }: { of: OfKind; asks: readonly string[]; alone: boolean }) {
  const say = useWords(knownWords)
  const sayQuality = useWords(qualityWords)
  const asked = of.fields.filter(({ field }) => asks.includes(field))
  const others = of.fields.filter(({ field }) => !asks.includes(field))
  return (
    <>
      {alone ? null : <h3>{sayQuality(of.kind)}</h3>}
      {asked.length > 0 ? <Fields of={asked} persons={of.persons} /> : <p className="quiet small">{say('known_none_asked')}</p>}
      <Fold title={say('known_others')} closed>
        <Fields of={others} persons={of.persons} />
      </Fold>
    </>
  )
}

function Fields({ of, persons }: { of: readonly OfField[]; persons: number }) {
  const sayQuality = useWords(qualityWords)
  const field = useCodeWords(fieldWords)
  const language = useLanguage()
  const figures = (one: OfField) => [
    ['old', one.ages.three_years + one.ages.older] as const,
    ['against', one.against.reduce((sum, each) => sum + each.count, 0)] as const,
  ]
  return (
    <ul className={classes.knownFields}>
      {of.map((one) => (
        <li key={one.field}>
          <span>{pick(one.title ?? undefined, language) ?? field(one.field)}</span>
          <KnownBar of={one} persons={persons} />
          <span className="num small">{sayQuality('known_n', { share: percent(one.known / persons, language) })}</span>
          <span className="quiet small">
            {figures(one)
              .filter(([, n]) => n > 0)
              .map(([what, n]) => `${sayQuality(what)} ${count(n, language)}`)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
