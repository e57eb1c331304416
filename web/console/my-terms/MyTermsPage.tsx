import { Checkbox } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { readMyTermsList, saveMyTermsList } from '../../../src/keep/agreements/contract.ts'
import { useAgreementNames } from '../../ui/agreements.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { usesWords } from '../../ui/uses.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './MyTerms.module.css'
import { myTermsWords } from './myTerms.words.ts'

type Published = z.output<typeof readMyTermsList.output>
const listQuery = queryOptions({ queryKey: ['my-terms-list'], queryFn: ({ signal }) => call(readMyTermsList, { signal }) })

/** Which agreements of IEEE 7012 the company publishes that it accepts. */
export default function MyTermsPage() {
  const say = useWords(myTermsWords)
  const { data, error, isPending, refetch } = useQuery(listQuery)
  return (
    <Page title={say('title')} lead={say('lead')} toolbar={<Link to="/settings/policy">{say('drafts')}</Link>}>
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? <Choices published={data} key={data.version} /> : null}
    </Page>
  )
}

function Choices({ published }: { published: Published }) {
  const say = useWords(myTermsWords)
  const named = useCodeWords(usesWords)
  const called = useAgreementNames()
  const language = useLanguage()
  const may = useMe().can('registers.keep')
  const client = useQueryClient()
  const [chosen, setChosen] = useState(published.accepts.map(({ id }) => id))
  const save = useAct({
    run: (accepts: string[]) => call(saveMyTermsList, { body: { accepts } }),
    then: (saved: Published) => {
      client.setQueryData(listQuery.queryKey, saved)
      notice(say('saved'))
    },
  })
  const all = [...published.accepts, ...published.others].toSorted((a, b) => a.uses.length - b.uses.length || Number(a.portability) - Number(b.portability))
  return (
    <Section
      title={published.at ? say('version', { at: exactly(new Date(published.at), language), version: published.version }) : say('none')}
      lead={say('note')}
    >
      <div className={classes.choices}>
        {all.map((one) => (
          <Checkbox
            key={one.id}
            checked={chosen.includes(one.id)}
            disabled={!may}
            label={called(one.id)}
            description={`${one.id} · ${one.uses.length === 0 ? say('permits_none') : say('permits', { uses: one.uses.map((use) => named(use)).join(', ') })}`}
            onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))}
          />
        ))}
      </div>
      <div>
        <MayButton may={may} why={say('only')} loading={save.isPending} onClick={() => save.mutate(chosen)}>
          {say('save')}
        </MayButton>
      </div>
      <p className="faint small">
        {say('address')} <code>/.well-known/myterms</code>
      </p>
    </Section>
  )
}
