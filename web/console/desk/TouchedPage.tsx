import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { lookWords } from '../../ui/deed.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { count, exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { DaysFilter } from './DaysFilter.tsx'
import { DeskFrame } from './DeskFrame.tsx'
import { Figures } from './Figures.tsx'
import { Notice } from './Notice.tsx'
import { People } from './People.tsx'
import { type Touched, touchedPeopleQuery, touchedQuery } from './queries.ts'
import { Shares } from './Shares.tsx'
import { momentsOf } from './span.ts'
import classes from './Touched.module.css'
import { touchedWords } from './touched.words.ts'
import type { TouchedSearch } from './touchedSearch.ts'

const route = getRouteApi('/shell/desk/touched')

/** Whose data was touched in some days, by everybody or by one: for when something went wrong. */
export default function TouchedPage() {
  const say = useWords(touchedWords)
  return (
    <DeskFrame title={say('title')} lead={say('lead')}>
      <Whole />
    </DeskFrame>
  )
}

function Whole() {
  const say = useWords(touchedWords)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  // The moment the page was opened: a span that ends today does not move while it is read.
  const [opened] = useState(useNow())
  const asked = { ...momentsOf(search, opened), ...(search.by === undefined ? {} : { by: search.by }) }
  const { data, error, isPending, refetch } = useQuery(touchedQuery(asked))
  const set = (change: TouchedSearch) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const everybody = () => void navigate({ search: ({ by: _, ...rest }) => rest, replace: true })
  const usePages = () => useInfiniteQuery(touchedPeopleQuery(asked))
  return (
    <>
      <div className={classes.filter}>
        <DaysFilter days={search} onChange={set} />
        {search.by === undefined ? null : (
          <Button variant="default" onClick={everybody}>
            {say('all_again')}
          </Button>
        )}
      </div>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <Counts touched={data} onChoose={(by) => set({ by })} />
          {data.persons > 0 ? (
            <>
              <People key={JSON.stringify(asked)} persons={data.persons} usePages={usePages} />
              <Notice touched={data} span={asked} known={search.known} onKnown={(known) => set({ known })} />
            </>
          ) : null}
        </>
      ) : null}
    </>
  )
}

function Counts({ touched, onChoose }: { touched: Touched; onChoose: (by: string) => void }) {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const field = useCodeWords(fieldWords)
  const did = useCodeWords(lookWords)
  const nameOf = useActorName()
  const { who, first, last, left } = touched
  const number = (n: number) => count(n, language)
  const when = (at: string | null) => (at === null ? '' : exactly(new Date(at), language))
  return (
    <>
      {who ? <p className="quiet">{say('by', { who: nameOf(who, '') })}</p> : null}
      {touched.uses === 0 ? <Empty small icon={IconShieldCheck} title={say('none')} text={say('none_text')} /> : null}
      <Figures
        figures={[
          { title: say('persons'), number: number(touched.persons), text: say('persons_text') },
          { title: say('uses'), number: number(touched.uses), ...(first && { text: say('uses_text', { first: when(first), last: when(last) }) }) },
          {
            title: say('left'),
            number: number(left.persons),
            text: say('left_text', {
              files: number(left.files),
              messages: number(left.messages),
              programs: left.programs.map(({ source }) => source).join(', ') || number(0),
            }),
          },
          { title: say('refused'), number: number(touched.refused), text: say('refused_text') },
        ]}
      />
      <div className={classes.columns}>
        <Shares title={say('what')} shares={touched.categories.map(({ category, persons }) => ({ key: category, title: field(category), number: persons }))} />
        {who ? null : (
          <Shares
            title={say('whose')}
            lead={say('whose_lead')}
            shares={touched.by.map(({ who: one, role, uses }) => {
              const { id } = one
              return { key: `${one.kind} ${id} ${role}`, title: nameOf(one, role), number: uses, ...(id && { onChoose: () => onChoose(id) }) }
            })}
            rest={touched.more_by > 0 ? say('more_by', { count: touched.more_by }) : undefined}
          />
        )}
        <Shares
          title={say('done')}
          shares={touched.deeds.map(({ deed, uses }) => ({ key: deed, title: deed === 'send' ? say('deed_send') : did(`op_${deed}`), number: uses }))}
        />
        <Shares
          title={say('for_what')}
          shares={touched.purposes.map(({ purpose, uses }) => ({ key: purpose.code, title: pick(purpose.title, language) ?? purpose.code, number: uses }))}
        />
      </div>
    </>
  )
}

function useActorName(): (who: Touched['by'][number]['who'], role: string) => string {
  const say = useWords(touchedWords)
  const roleName = useRoleName()
  return ({ kind, name }, role) => {
    if (kind === 'service') return say('actor_service')
    if (kind === 'ai') return say('actor_ai')
    const called = name ?? say('actor_gone')
    return kind === 'staff' && role !== '' ? `${called}, ${roleName(role)}` : called
  }
}
