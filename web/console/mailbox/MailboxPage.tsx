import { Button } from '@mantine/core'
import { IconMailbox, IconMailForward, IconMailOff } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Rows } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Letters } from './Letters.tsx'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'
import { lettersKey, lettersQuery, stateQuery } from './queries.ts'

const route = getRouteApi('/shell/mailbox')

/** Each hit shown is a look at a customer, so half a word is not sought at once. */
const pauseMs = 500

/** What is sent while no way out is set up, the newest first. */
export default function MailboxPage() {
  const say = useWords(mailboxWords)
  const sayUi = useWords(ui)
  const navigate = route.useNavigate()
  const { q = '' } = route.useSearch()
  const newsFollowed = useNews()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...lettersQuery(q),
    placeholderData: (old) => old,
    enabled: newsFollowed,
  })
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  const seek = (words: string) => void navigate({ search: words ? { q: words } : {}, replace: true, resetScroll: false })
  return (
    <Page title={say('title')} toolbar={<SearchBox label={say('search')} value={q} waitMs={pauseMs} onChange={seek} />}>
      <WhatItIs />
      {isPending ? <Rows /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && rows.length === 0 ? <Nothing sought={q !== ''} older={hasNextPage} onClear={() => seek('')} /> : null}
      {rows.length > 0 ? <Letters rows={rows} /> : null}
      {hasNextPage ? (
        <div>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {q ? say('more_search') : sayUi('more')}
          </Button>
        </div>
      ) : null}
    </Page>
  )
}

/**
 * Has the list read anew when a letter has come or the old ones have gone. True when what there is now is known, or cannot be: a list read
 * before would miss the letter that came in between.
 */
function useNews(): boolean {
  const client = useQueryClient()
  const { data, isPending } = useQuery(stateQuery)
  const now = data && `${data.newest?.id ?? ''} ${data.letters}`
  const known = useRef(now)
  useEffect(() => {
    if (known.current !== undefined && now !== known.current) void client.invalidateQueries({ queryKey: lettersKey })
    known.current = now
  }, [now, client])
  return !isPending
}

function WhatItIs() {
  const say = useWords(mailboxWords)
  const language = useLanguage()
  const { data } = useQuery(stateQuery)
  if (!data) return null
  const Picture = data.in_use ? IconMailbox : IconMailForward
  const figures = { letters: count(data.letters, language), most: count(data.keeps.letters, language), days: data.keeps.days }
  return (
    <section className={classes.what} data-off={!data.in_use || undefined} aria-label={say('title')}>
      <Picture size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <p className={classes.strong} role="status">
          {say(data.in_use ? 'in_use' : 'not_in_use')}
        </p>
        <p className="quiet small">{say('keeps', figures)}</p>
      </div>
    </section>
  )
}

function Nothing({ sought, older, onClear }: { sought: boolean; older: boolean; onClear: () => void }) {
  const say = useWords(mailboxWords)
  const sayUi = useWords(ui)
  const { data } = useQuery(stateQuery)
  if (sought)
    return (
      <Empty
        icon={IconMailOff}
        title={say('none_found')}
        text={older ? say('none_found_older') : undefined}
        action={
          <Button variant="default" onClick={onClear}>
            {sayUi('clear')}
          </Button>
        }
      />
    )
  const which = data?.in_use === false ? 'none_unused' : 'none'
  return <Empty icon={IconMailOff} title={say(which)} text={say(`${which}_text`)} />
}
