import { Button } from '@mantine/core'
import { IconLock, IconPlus, IconSearch, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import { useRuleWords } from './inWords.ts'
import { FromList } from './lists/FromList.tsx'
import { type Audience, audiencesQuery, countQuery } from './queries.ts'
import { shortOf } from './shortOf.ts'

const route = getRouteApi('/shell/audiences')
/** Each that is shown is counted. */
const perPage = 30
const usual = 'marketing'

/** Audiences, the newest first: what each asks, how many they are now, and what it is used for. */
export default function AudiencesPage() {
  const say = useWords(audiencesWords)
  const { can } = useMe()
  if (!can('campaigns.run')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <Listed />
}

function Listed() {
  const say = useWords(audiencesWords)
  const sayUi = useWords(ui)
  const { find = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(audiencesQuery)
  const [shown, setShown] = useState(perPage)
  const ruleWords = useRuleWords()
  const sought = find.toLocaleLowerCase()
  const found = (data?.items ?? []).filter(({ title, rule }) => `${title} ${ruleWords(rule).join(' ')}`.toLocaleLowerCase().includes(sought))
  const add = (
    <Button
      leftSection={<IconPlus size={16} stroke={1.8} />}
      renderRoot={(props) => <Link {...props} to="/audiences/$audienceId" params={{ audienceId: 'new' }} />}
    >
      {say('new')}
    </Button>
  )
  const some = data !== undefined && data.items.length > 0
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <>
          <FromList />
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/traits" />}>
            {say('traits')}
          </Button>
          {some ? add : null}
        </>
      }
      toolbar={
        some ? (
          <SearchBox
            label={say('find')}
            value={find}
            waitMs={150}
            onChange={(next) => void navigate({ search: next ? { find: next } : {}, replace: true, resetScroll: false })}
          />
        ) : null
      }
    >
      {isPending ? <Lines count={5} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty icon={IconUsersGroup} title={say('empty')} text={say('empty_text')} action={add} /> : null}
      {some && found.length === 0 ? <Empty icon={IconSearch} title={say('none_found')} text={say('none_found_text')} /> : null}
      {found.length > 0 ? (
        <ul className={classes.list}>
          {found.slice(0, shown).map((each) => (
            <Row key={each.id} of={each} />
          ))}
        </ul>
      ) : null}
      {found.length > shown ? (
        <div>
          <Button variant="default" size="xs" onClick={() => setShown(shown + perPage)}>
            {sayUi('more')}
          </Button>
        </div>
      ) : null}
    </Page>
  )
}

function Row({ of }: { of: Audience }) {
  const say = useWords(audiencesWords)
  const language = useLanguage()
  const now = useNow()
  const ruleWords = useRuleWords()
  const day = dayOf(new Date(of.created_at), now, language)
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Link to="/audiences/$audienceId" params={{ audienceId: of.id }} className={classes.rowTitle}>
          {of.title}
        </Link>
        <p className="quiet small">{ruleWords(of.rule).join('; ')}</p>
        <p className="faint small">
          {of.made_by ? say('made_by', { day, name: of.made_by.name }) : say('made', { day })} ·{' '}
          {of.campaigns.length > 0 ? say('used_in', { list: of.campaigns.map(({ title }) => title).join(', ') }) : say('not_used')}
        </p>
      </div>
      <div className={classes.rowEnd}>
        <SizeNow of={of} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={say('duplicate_named', { title: of.title })}
          renderRoot={(props) => (
            <Link {...props} to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ q: JSON.stringify(shortOf(of.rule)) }} preload={false} />
          )}
        >
          {say('duplicate')}
        </Button>
      </div>
    </li>
  )
}

function SizeNow({ of }: { of: Audience }) {
  const say = useWords(audiencesWords)
  const language = useLanguage()
  const { data, error } = useQuery(countQuery(of.rule, usual))
  if (error) return <span className="faint small">{say('not_countable')}</span>
  return <span className={classes.rowCount}>{data ? say('people', { count: data.count, shown: count(data.count, language) }) : '…'}</span>
}
