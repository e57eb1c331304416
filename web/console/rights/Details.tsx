import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Proofs } from './Proofs.tsx'
import type { CaseView } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { useAbout, useArticle } from './useCase.ts'
import { useWho } from './useWho.ts'

/** What there is to know about a request besides its words, and what was done in it. */
export function Details({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  return (
    <aside className={classes.side}>
      <Section title={say('details')}>
        <Facts one={one} />
        <Proofs customerId={one.customer_id} proofs={one.proofs} />
      </Section>
      <Section title={say('history')}>
        <History one={one} />
      </Section>
    </aside>
  )
}

function Facts({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const about = useAbout()(one)
  const article = useArticle()(one)
  const day = (at: string) => dayOf(new Date(at), now, language)
  const facts: [string, string][] = [
    [say('subject'), about === '' ? say('about_everything') : about],
    [say('rests_on'), article],
    [say('came'), say('came_how', { road: say(`road_${one.road}`), day: day(one.asked_at) })],
    [say('evidence'), one.road === 'portal' ? say('evidence_portal') : (one.evidence ?? '—')],
  ]
  if (one.mandate) {
    const { holder, until, holds } = one.mandate
    facts.push([say('mandate'), say(holds ? 'mandate_says' : 'mandate_over', { holder, until: day(until) })])
  }
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-own-words>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function History({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  const who = useWho()
  return (
    <>
      <ol className={classes.events}>
        {one.events.map((event) => (
          <li key={`${event.what} ${event.at}`}>
            {say(`event_${event.what}`)}
            <div className="quiet small">
              <span data-own-words>{who(event.by)}</span> · <When at={event.at} as="both" />
            </div>
          </li>
        ))}
      </ol>
      {one.whole ? (
        <p className="faint small">{say('whole')}</p>
      ) : (
        <p role="alert" className="small">
          {say('not_whole')}
        </p>
      )}
    </>
  )
}
