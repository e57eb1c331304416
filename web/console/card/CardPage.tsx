import { IconUserQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { addRecent } from '../../../src/office/account/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import page from '../../ui/Page.module.css'
import { useTitle } from '../../ui/Page.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { Around } from '../list/Around.tsx'
import { useAsWaiting } from '../outbox/useKeep.ts'
import { forget, remember } from '../shell/recent.ts'
import { CardBody } from './CardBody.tsx'
import { CardHead } from './CardHead.tsx'
import classes from './CardPage.module.css'
import { cardWords } from './card.words.ts'
import type { Card } from './queries.ts'
import { cardQuery } from './queries.ts'
import { useCardActions } from './useCardActions.ts'

const route = getRouteApi('/shell/customers/$customerId')

/** The full card at an address of its own. */
export default function CardPage() {
  const { customerId } = route.useParams()
  const { list, at, only } = route.useSearch()
  const { data: card, error, refetch } = useQuery(cardQuery(customerId))
  return (
    <div className={page.page} data-width="wide">
      <div className={classes.width}>
        <Around list={list} at={at} only={only} />
        {card ? <Opened card={card} /> : null}
        {!card && error ? <Failed id={customerId} error={error} onRetry={refetch} whole /> : null}
        {!card && !error ? <Lines count={8} /> : null}
      </div>
    </div>
  )
}

function Opened({ card: kept }: { card: Card }) {
  const card = useAsWaiting(kept)
  const naming = useNaming()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  useTitle(naming({ kind: card.kind, name: card.name }))
  useRemember(card)
  useCardActions(card.id, (todo) => void navigate({ search: { ...search, do: todo }, replace: true }))
  return (
    <>
      <CardHead card={card} search={search} />
      <CardBody
        card={card}
        search={search}
        onSearch={(next) => void navigate({ search: (old) => ({ ...old, only: undefined, do: undefined, ...next }), replace: true, resetScroll: false })}
      />
    </>
  )
}

/** Puts the customer among the recent ones of this tab. */
export function useRemember(card: Card): void {
  useEffect(() => {
    remember({ id: card.id, kind: card.kind, name: card.name, hidden: card.name ? null : 'field_not_covered' })
  }, [card])
  useEffect(() => {
    void call(addRecent, { params: { customer_id: card.id } }).catch(() => undefined) // a side bar without it is no loss
  }, [card.id])
}

/** `whole`: it is all there is on the page. */
export function Failed({ id, error, onRetry, whole = false }: { id: string; error: unknown; onRetry: () => void; whole?: boolean }) {
  const say = useWords(cardWords)
  const gone = error instanceof ApiProblem && error.status === 404
  useEffect(() => {
    if (gone) forget(id)
  }, [gone, id])
  if (gone) return <Empty icon={IconUserQuestion} title={say('not_found')} text={say('not_found_text')} whole={whole} />
  return <ErrorBox error={error} onRetry={onRetry} whole={whole} />
}
