import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { readTimeline } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { useTitle } from '../../ui/Page.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { asOnly, chosenIn } from '../card/chips.ts'
import { type Card, cardQuery } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { CardSheet } from './CardSheet.tsx'
import classes from './Printing.module.css'
import { printingWords } from './printing.words.ts'
import { ThreadSheet } from './ThreadSheet.tsx'

const route = getRouteApi('/print/$customerId')
const mostMoments = 200

/** A card or a thread as it stands on paper: no menu, the pages counted, and who printed it when. */
export default function PrintPage() {
  const { customerId } = route.useParams()
  const { what, only } = route.useSearch()
  const card = useQuery(cardQuery(customerId))
  const thread = useQuery({
    queryKey: ['print', customerId, only],
    enabled: what === 'thread',
    queryFn: ({ signal }) =>
      call(readTimeline, { params: { customer_id: customerId }, query: { limit: mostMoments, ...(only ? { only: asOnly(chosenIn(only)) } : {}) }, signal }),
  })
  const error = card.error ?? thread.error
  if (error) return <ErrorBox error={error} onRetry={() => void card.refetch()} />
  if (!card.data || (what === 'thread' && !thread.data)) return <Lines count={10} />
  return (
    <Sheet card={card.data} title={what ?? 'card'}>
      {thread.data ? <ThreadSheet moments={thread.data.items} more={thread.data.next_cursor !== null} /> : <CardSheet card={card.data} />}
    </Sheet>
  )
}

function Sheet({ card, title, children }: { card: Card; title: 'card' | 'thread'; children: ReactNode }) {
  const say = useWords(printingWords)
  const naming = useNaming()
  const language = useLanguage()
  const me = useMe()
  const now = useNow()
  const name = naming({ kind: card.kind, name: card.name })
  useTitle(`${name} · ${say(title)}`)
  return (
    <main className={classes.sheet}>
      <div className={classes.bar}>
        <Button leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => globalThis.print()}>
          {say('print')}
        </Button>
      </div>
      <header className={classes.head}>
        <p className={classes.what}>{say(title)}</p>
        <h1>{name}</h1>
        <p className={classes.by}>{say('printed', { name: me.name, time: exactly(now, language) })}</p>
      </header>
      {children}
      <footer className={classes.foot}>{say('noted')}</footer>
    </main>
  )
}
