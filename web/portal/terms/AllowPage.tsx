import { Button } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { stopEverything, undoStop } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { ToChildren } from '../children/ToChildren.tsx'
import type { Terms } from '../page/queries.ts'
import { myPageQuery } from '../page/queries.ts'
import { useByMessage } from '../session/session.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import { asksConsent } from './asksConsent.ts'
import { Entered } from './entered/Entered.tsx'
import { Inferred } from './Inferred.tsx'
import { MyAgreement } from './MyAgreement.tsx'
import { Questions } from './Questions.tsx'
import { AskMe } from './rules/AskMe.tsx'
import { Hours } from './rules/Hours.tsx'
import { HowOften } from './rules/HowOften.tsx'
import { OtherRules } from './rules/OtherRules.tsx'
import { PastRules } from './rules/PastRules.tsx'
import { Pause } from './rules/Pause.tsx'
import { Topics } from './rules/Topics.tsx'
import { Trial } from './rules/Trial.tsx'
import { Switches } from './Switches.tsx'
import { heldByOther } from './sides.ts'
import { termsWords } from './terms.words.ts'
import { useTermsAct } from './useTerms.ts'

/** The customer's own terms: one big stop, a break, a switch for each way, what about, how often, when. */
export default function AllowPage() {
  const say = useWords(termsWords)
  const byMessage = useByMessage()
  const { data, error, refetch } = useQuery(myPageQuery)
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {!data && !error ? <Lines count={6} /> : null}
      {data ? (
        <>
          {child === undefined ? <Questions terms={data.terms} /> : null}
          <Stop terms={data.terms} />
          {byMessage || child !== undefined ? null : <ToChildren />}
          {data.terms.child ? <Child terms={data.terms} /> : null}
          {data.terms.stopped_at ? null : <Pause terms={data.terms} />}
          <Switches
            terms={data.terms}
            known={[...data.identifiers.map(({ kind }) => kind), ...data.known.flatMap(({ fields }) => fields.map(({ field }) => field))]}
          />
          <HowOften terms={data.terms} channels={openChannels(data.terms)} />
          <AskMe terms={data.terms} channels={openChannels(data.terms)} />
          <Hours terms={data.terms} zone={data.time_zone} />
          {byMessage ? null : <Trial terms={data.terms} />}
          <Topics terms={data.terms} />
          <Inferred terms={data.terms} />
          {child === undefined ? <MyAgreement /> : null}
          <OtherRules terms={data.terms} />
          <PastRules terms={data.terms} />
          {byMessage || child !== undefined ? null : <Entered terms={data.terms} />}
        </>
      ) : null}
    </Leaf>
  )
}

/** Who is too young to decide alone reads so, and what a guardian allows. */
function Child({ terms }: { terms: Terms }) {
  const say = useWords(termsWords)
  const language = useLanguage()
  const now = useNow()
  if (!terms.child) return null
  const { until, allowed } = terms.child
  const titles = terms.purposes.filter(({ code }) => allowed.includes(code)).map(({ code, title }) => pick(title, language) ?? code)
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(titles)
  return (
    <Part
      title={say('child_title')}
      lead={`${say('child_lead', { day: dayOf(plainDay(until), now, language) })} ${titles.length > 0 ? say('child_allowed', { purposes: list }) : say('child_none')}`}
    />
  )
}

/** By what they may be written to unasked. */
const openChannels = (terms: Terms) => [...new Set(terms.items.filter((term) => term.allowed && asksConsent(term)).map(({ channel }) => channel))]

function Stop({ terms }: { terms: Terms }) {
  const say = useWords(termsWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const stop = useTermsAct(() => call(stopEverything, { body: {} }), say('stopped_now'))
  const undo = useTermsAct(() => call(undoStop, { body: {} }), say('unstopped'))
  if (terms.stopped_at) {
    const other = heldByOther(terms, null)
    const why = byMessage ? 'because_message' : !other ? 'undo_lead' : child === undefined ? 'stopped_by_guardian' : 'stopped_by_child'
    return (
      <Part
        title={say('stopped')}
        lead={
          <>
            {say('stopped_lead', { day: dayOf(new Date(terms.stopped_at), now, language) })} {say(why)}
          </>
        }
        action={
          <Button variant="default" disabled={byMessage || other} loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
            {say('undo_stop')}
          </Button>
        }
      />
    )
  }
  return (
    <Part
      title={say('stop_title')}
      lead={say('stop_lead')}
      action={
        <Button
          color="red"
          variant="light"
          size="md"
          leftSection={<IconHandStop size={18} stroke={1.7} />}
          loading={stop.isPending}
          onClick={() => stop.mutate(undefined)}
        >
          {say('stop')}
        </Button>
      }
    />
  )
}
