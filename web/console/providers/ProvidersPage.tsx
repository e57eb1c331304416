import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMessage2, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dropProvider } from '../../../src/keep/roads/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { Add } from './Add.tsx'
import classes from './Providers.module.css'
import { providersWords } from './providers.words.ts'
import { type Provider, providersQuery } from './queries.ts'

/** By whom SMS go out, and who hands over the mail that comes in. */
export default function ProvidersPage() {
  const say = useWords(providersWords)
  const reads = useMe().can('mailbox.read')
  const [adding, on] = useDisclosure(false)
  const pages = useInfiniteQuery(providersQuery)
  const { data, error, isPending, refetch } = pages
  const items = data?.pages.flatMap((page) => page.items)
  const caught = data?.pages[0]?.sms_caught
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={on.open}>
      {say('add')}
    </Button>
  )
  return (
    <Page title={say('heading')} lead={say('lead')} actions={items && items.length > 0 ? add : null}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {caught ? (
        <p>
          {say('caught')} {reads ? <Link to="/mailbox">{say('mailbox')}</Link> : null}
        </p>
      ) : null}
      {items?.length === 0 ? <Empty icon={IconMessage2} title={say('none')} text={say('none_text')} action={add} /> : null}
      {items && items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((one) => (
            <Row key={one.id} of={one} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
      {adding ? <Add onClose={on.close} /> : null}
    </Page>
  )
}

function Row({ of }: { of: Provider }) {
  const say = useWords(providersWords)
  const client = useQueryClient()
  const drop = useAct({
    run: () => call(dropProvider, { params: { provider_id: of.id } }),
    then: () => {
      void client.invalidateQueries({ queryKey: providersQuery.queryKey })
      notice(say('dropped', { title: of.title }))
    },
  })
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <span className={classes.name}>
          <span data-own-words>{of.title}</span>
          <Mark>{say(`channel_${of.channel}`)}</Mark>
        </span>
        {of.url ? <div className="quiet small">{say('goes', { url: of.url, from: of.from ?? '' })}</div> : null}
        <div className="quiet small">{say('calls', { url: of.call_back })}</div>
        <div className="faint small">
          {say('since')} <When at={of.at} />
        </div>
      </div>
      <Sure label={say('drop')} question={say(`drop_${of.channel}`)} loading={drop.isPending} onYes={() => drop.mutate(undefined)} />
    </li>
  )
}
