import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { DecisionTold } from '../../ui/DecisionTold.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { Clock } from './Clock.tsx'
import { Details } from './Details.tsx'
import { Meanwhile } from './Meanwhile.tsx'
import { type CaseView, rightQuery } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { useAbout } from './useCase.ts'
import { useUnsent } from './useUnsent.ts'

const route = getRouteApi('/shell/rights/$caseId')

/** One request by right: its clock, what is asked, the answer and what was done. */
export default function CasePage() {
  const say = useWords(rightsWords)
  const { caseId } = route.useParams()
  const { data, error, refetch } = useQuery(rightQuery(caseId))
  const about = useAbout()
  const named = data ? about(data) : ''
  const title = data ? (named === '' ? say(data.right) : say('one_title', { right: say(data.right), about: named })) : say('title')
  const back = (
    <Link to="/rights" className={classes.back}>
      <IconChevronLeft size={16} stroke={1.8} aria-hidden="true" />
      {say('all')}
    </Link>
  )
  return (
    <Page title={title} lead={data ? <Lead one={data} /> : undefined} toolbar={back} width="wide">
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {!data && !error ? <Lines count={8} /> : null}
      {data ? <Body key={data.id} one={data} /> : null}
    </Page>
  )
}

function Lead({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  return (
    <>
      {say('number', { number: one.number })} ·{' '}
      <Link to="/customers/$customerId" params={{ customerId: one.customer_id }} data-own-words>
        {one.name ?? say('open_card')}
      </Link>
    </>
  )
}

function Body({ one }: { one: CaseView }) {
  const [answer, why] = [useUnsent(), useUnsent()]
  const open = one.state === 'open'
  const over = one.state === 'taken_back' ? 'taken_back' : 'answered'
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <Clock one={one} why={why} />
        {open && one.most_at ? null : <Meanwhile one={one} unsent={why} by={open ? 'extended' : over} />}
        <Asks one={one} />
        {open ? null : <Meanwhile one={one} unsent={answer} by={over} />}
        {open ? <AnswerForm one={one} unsent={answer} /> : <Given one={one} />}
        {one.letter ? <Letter letter={one.letter} /> : null}
      </div>
      <Details one={one} />
    </div>
  )
}

function Asks({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  const isField = one.right === 'rectify' && one.about?.kind === 'field'
  return (
    <Section title={say('asks')}>
      <div className={classes.said}>
        {one.words === null ? (
          <p className="faint">{say('no_words')}</p>
        ) : (
          <p className={classes.words} dir="auto" data-own-words>
            {one.words}
          </p>
        )}
        {one.decision ? (
          <div className={classes.clock}>
            <DecisionTold one={one.decision} to="staff" />
          </div>
        ) : null}
        {isField ? (
          <dl className={classes.compare}>
            <div>
              <dt>{say('stands')}</dt>
              <dd data-own-words>{one.now ?? say('stands_nothing')}</dd>
            </div>
            {one.value === null ? null : (
              <div>
                <dt>{say('proposes')}</dt>
                <dd data-own-words>{one.value === '' ? say('proposes_nothing') : one.value}</dd>
              </div>
            )}
          </dl>
        ) : null}
      </div>
    </Section>
  )
}

/** What became of the letter that says there is an answer: a customer who cannot be written to is told by a colleague. */
function Letter({ letter: { state, by, at } }: { letter: NonNullable<CaseView['letter']> }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  if (state !== 'sent') return <p className={state === 'coming' ? 'quiet small' : undefined}>{say(`letter_${state}`)}</p>
  const day = dayOf(at === null ? now : new Date(at), now, language)
  return <p className="quiet small">{say(by === 'sms' ? 'sms_sent' : 'letter_sent', { day })}</p>
}

function Given({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  if (one.state === 'taken_back') return null
  return (
    <Section title={say('given')}>
      <div className={classes.said}>
        {one.ground ? <p>{say(`ground_${one.ground}`)}</p> : null}
        {one.answer === null ? (
          <p className="faint">{say('given_no_words')}</p>
        ) : (
          <p className={classes.words} dir="auto" data-own-words>
            {one.answer}
          </p>
        )}
      </div>
    </Section>
  )
}
