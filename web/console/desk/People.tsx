import { Button } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Page.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { When } from '../../ui/values.tsx'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { People as Page } from './queries.ts'
import classes from './Touched.module.css'
import { touchedWords } from './touched.words.ts'

type Pages = Pick<
  UseInfiniteQueryResult<{ pages: Page[] }>,
  'data' | 'error' | 'isPending' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
>

/** The people of a count, when somebody asks for them: not before, for each leaves a receipt. */
export function People({ persons, usePages }: { persons: number; usePages: () => Pages }) {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const [shown, setShown] = useState(false)
  return (
    <Section title={say('people')} lead={say('people_lead')}>
      {shown ? (
        <Listed usePages={usePages} />
      ) : (
        <div>
          <Button variant="default" disabled={persons === 0} onClick={() => setShown(true)}>
            {say('show_people', { count: count(persons, language) })}
          </Button>
        </div>
      )}
      <p className="faint small">{say('no_file')}</p>
    </Section>
  )
}

function Listed({ usePages }: { usePages: () => Pages }) {
  const say = useWords(touchedWords)
  const pages = usePages()
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {pages.data && items.length === 0 ? <p className="faint">{say('people_none')}</p> : null}
      {items.length > 0 ? (
        <ul className={classes.people}>
          {items.map((one) => (
            <Row key={one.customer_id} of={one} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </>
  )
}

function Row({ of }: { of: Page['items'][number] }) {
  const say = useWords(touchedWords)
  const field = useCodeWords(fieldWords)
  const reason = useCodeWords(reasonWords)
  return (
    <li className={classes.person}>
      <span className={classes.number}>№ {of.customer_id.slice(-6)}</span>
      {of.hidden === null ? (
        <span className={classes.personText}>
          {of.categories.map((code) => lower(field(code))).join(', ')}
          <span className="faint small">
            {' '}
            · {say('person_uses', { count: of.uses ?? 0 })}
            {of.last === null ? null : (
              <>
                {' '}
                · <When at={of.last} as="both" />
              </>
            )}
          </span>
        </span>
      ) : (
        <span className={classes.personText}>
          {say('hidden')} · <span className="faint small">{reason(of.hidden)}</span>
        </span>
      )}
      {of.left ? <Mark tone="wait">{say('person_left')}</Mark> : null}
      <Link to="/customers/$customerId" params={{ customerId: of.customer_id }} className="small">
        {say('open_card')}
      </Link>
    </li>
  )
}
