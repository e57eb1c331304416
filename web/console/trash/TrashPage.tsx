import { Button, Checkbox } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { Face, Name, useNaming } from '../../ui/Person.tsx'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Going } from '../bulk/Going.tsx'
import { useBulk } from '../bulk/useBulk.ts'
import { useMe } from '../session/session.ts'
import classes from './Trash.module.css'
import { trashWords } from './trash.words.ts'
import { type Trashed, trashQuery, useTrash } from './useTrash.ts'

/** Who was deleted, by whom and until when they can be brought back: one by one, or many. */
export default function TrashPage() {
  const say = useWords(trashWords)
  const pages = useInfiniteQuery(trashQuery)
  const items = pages.data?.pages.flatMap((page) => page.items)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const clear = () => setChosen(new Set())
  const bulk = useBulk({ onStart: clear, onEnd: () => void pages.refetch(), announce: () => {} })
  const here = (items ?? []).map(({ customer }) => customer.id)
  const gone = [...chosen].some((id) => !here.includes(id))
  useEffect(() => {
    if (gone) setChosen((old) => new Set([...old].filter((id) => here.includes(id))))
  })
  const toggle = (id: string, on: boolean) => setChosen((old) => new Set(on ? [...old, id] : [...old].filter((each) => each !== id)))
  return (
    <Page title={say('title')} lead={say('lead')}>
      {bulk.going.map((work) => (
        <Going key={work.id} work={work} />
      ))}
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {items?.length === 0 ? (
        <Empty
          icon={IconTrash}
          title={say('none')}
          text={say('none_text')}
          action={
            <Button component={Link} to="/customers" variant="default">
              {say('to_list')}
            </Button>
          }
        />
      ) : null}
      {items && items.length > 0 ? (
        <>
          <div className={classes.tools}>
            <Checkbox
              label={say('choose_all')}
              checked={chosen.size > 0 && chosen.size === here.length}
              indeterminate={chosen.size > 0 && chosen.size < here.length}
              onChange={(event) => setChosen(new Set(event.currentTarget.checked ? here : []))}
            />
            <Button size="xs" disabled={chosen.size === 0} loading={bulk.starting} onClick={() => bulk.start({ ids: [...chosen] }, { deed: 'restore' })}>
              {chosen.size === 0 ? say('restore') : say('restore_chosen', { count: chosen.size })}
            </Button>
          </div>
          <ul className={classes.list}>
            {items.map((one) => (
              <Row key={one.customer.id} one={one} chosen={chosen.has(one.customer.id)} onChosen={(on) => toggle(one.customer.id, on)} />
            ))}
          </ul>
        </>
      ) : null}
      <More of={pages} />
    </Page>
  )
}

function Row({ one, chosen, onChosen }: { one: Trashed; chosen: boolean; onChosen: (on: boolean) => void }) {
  const say = useWords(trashWords)
  const naming = useNaming()
  const me = useMe()
  const language = useLanguage()
  const now = useNow()
  const { restore } = useTrash()
  const { customer } = one
  const past = new Date(one.until) <= now
  return (
    <li className={classes.row}>
      <Checkbox aria-label={say('choose', { name: naming(customer) })} checked={chosen} onChange={(event) => onChosen(event.currentTarget.checked)} />
      <Face who={customer} />
      <div className={classes.text}>
        <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={classes.name}>
          <Name who={customer} />
        </Link>
        <span className="quiet small">
          {one.by.name === null ? say('by_role') : say('by', { name: one.by.name })} · <When at={one.at} />
        </span>
        <span className="faint small">{past ? say('past') : say('until', { day: dayOf(new Date(one.until), now, language) })}</span>
      </div>
      <MayButton
        may={!past || me.can('registers.keep')}
        why={say('past')}
        size="xs"
        variant="default"
        loading={restore.isPending}
        aria-label={`${say('restore')}: ${naming(customer)}`}
        onClick={() => restore.mutate({ id: customer.id, name: naming(customer) })}
      >
        {say('restore')}
      </MayButton>
    </li>
  )
}
