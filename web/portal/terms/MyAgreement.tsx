import { Button, Radio } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { endMyAgreement, offerMyTerms, readMyAgreement, sayMyGpc } from '../../../src/keep/agreements/contract.ts'
import { useAgreementNames } from '../../ui/agreements.ts'
import { call } from '../../ui/api.ts'
import { dayOf } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { save } from '../../ui/save.ts'
import { useAct } from '../../ui/useAct.ts'
import { usesWords } from '../../ui/uses.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import { agreementWords } from './agreement.words.ts'
import { signInBrowser } from './signInBrowser.ts'
import classes from './Terms.module.css'

type Mine = z.output<typeof readMyAgreement.output>
const mineQuery = queryOptions({ queryKey: ['my-agreement'], queryFn: ({ signal }) => call(readMyAgreement, { signal }) })
/** The plain ones; the same with data to take along stand behind the API. */
const presets = ['SD-BASE', 'SD-BASE-A', 'SD-BASE-AT', 'SD-BASE-ATP']

/** What data may be used for beyond being served: one of four, both signatures, and what a browser said. */
export function MyAgreement() {
  const { data } = useQuery(mineQuery)
  if (!data) return null
  return (
    <>
      <Terms mine={data} key={data.agreement?.since ?? ''} />
      <Signal mine={data} />
    </>
  )
}

function Terms({ mine }: { mine: Mine }) {
  const say = useWords(agreementWords)
  const named = useCodeWords(usesWords)
  const called = useAgreementNames()
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const standing = mine.agreement
  const [chosen, setChosen] = useState(standing?.id ?? '')
  const set = useMine()
  const offer = useAct({
    run: async (id: string) => {
      const said = mine.choices.filter((one) => one.id === id).map(({ iri, sha256 }) => ({ iri, sha256 }))
      const matched = await call(offerMyTerms, { body: { offers: said } })
      return { ...matched, mine: matched.is === 'agreed' ? await signInBrowser(matched.mine) : matched.mine }
    },
    then: (matched) => {
      set(matched.mine)
      notice(matched.is === 'agreed' ? say('agreed') : matched.is === 'counter' ? say('countered', { name: named(matched.agreement ?? '') }) : say('refused'))
    },
  })
  const end = useAct({
    run: () => call(endMyAgreement),
    then: (after: Mine) => {
      set(after)
      notice(say('ended'))
    },
  })
  // A form of which nothing can be chosen says nothing that one sentence does not.
  if (!standing && !mine.offered && mine.choices.every(({ accepted }) => !accepted)) return <Part title={say('title')} lead={say('none_published')} />
  const stopped = mine.purposes.filter(({ fits }) => !fits).map(({ title }) => title[language] ?? title['en'] ?? '')
  return (
    <Part title={say('title')} lead={`${say('lead')}${standing ? '' : ` ${say('lead_none')}`}`}>
      <Radio.Group value={chosen} onChange={setChosen} aria-label={say('title')}>
        <div className={classes.presets}>
          {mine.choices
            .filter(({ id }) => presets.includes(id))
            .map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                disabled={!one.accepted}
                label={named(one.id)}
                description={[
                  one.uses.length === 0 ? say('nothing_more') : say('more', { uses: one.uses.map((use) => named(use)).join(', ') }),
                  one.accepted ? '' : say('not_accepted'),
                ]
                  .filter(Boolean)
                  .join('. ')}
              />
            ))}
        </div>
      </Radio.Group>
      <div className={classes.deeds}>
        <Button loading={offer.isPending} disabled={chosen === '' || chosen === standing?.id} onClick={() => offer.mutate(chosen)}>
          {say('choose')}
        </Button>
        {standing ? (
          <>
            <Button variant="default" onClick={() => save('agreement.json', JSON.stringify(mine.file, null, 1), 'application/json')}>
              {say('copy')}
            </Button>
            <Button variant="subtle" disabled={byMessage} loading={end.isPending} onClick={() => end.mutate(undefined)}>
              {say('end')}
            </Button>
          </>
        ) : null}
      </div>
      <div aria-live="polite">
        {standing ? (
          <p className="quiet">{say(standing.customer_signature ? 'standing' : 'standing_half', { day: dayOf(new Date(standing.since), now, language) })}</p>
        ) : null}
        {mine.offered ? <p className="quiet">{say('offered', { offers: mine.offered.offers.map((id) => `“${called(id)}”`).join(', ') })}</p> : null}
        {stopped.length > 0 ? <p className="quiet">{say('stops', { purposes: stopped.join(', ') })}</p> : null}
        {byMessage ? <p className="faint small">{say('because_message')}</p> : null}
      </div>
    </Part>
  )
}

function Signal({ mine }: { mine: Mine }) {
  const say = useWords(agreementWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const set = useMine()
  const { state, since, method } = mine.gpc
  const obeyed = state === 'obeyed'
  const change = useAct({
    run: (obey: boolean) => call(sayMyGpc, { body: { obey } }),
    then: (after: Mine) => {
      set(after)
      notice(say('gpc_done'))
    },
  })
  const day = since ? dayOf(new Date(since), now, language) : ''
  const lead = obeyed ? say(method === 'browser' ? 'gpc_heard' : 'gpc_own', { day }) : state === 'none' ? say('gpc_none') : say('gpc_off', { day })
  return (
    <Part
      title={say('gpc')}
      lead={lead}
      action={
        <Button variant="default" disabled={obeyed && byMessage} loading={change.isPending} onClick={() => change.mutate(!obeyed)}>
          {say(obeyed ? 'gpc_lift' : 'gpc_obey')}
        </Button>
      }
    />
  )
}

function useMine() {
  const client = useQueryClient()
  return (mine: Mine) => client.setQueryData(mineQuery.queryKey, mine)
}
