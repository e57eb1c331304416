import { Button } from '@mantine/core'
import { IconLock, IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { countReachBoard } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, length } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { Figures } from '../desk/Figures.tsx'
import { useMe } from '../session/session.ts'
import { Channels } from './Channels.tsx'
import { type Answer, type Board, boardQuery } from './queries.ts'
import classes from './Reach.module.css'
import { reachWords } from './reach.words.ts'
import { Topics } from './Topics.tsx'

/** Who can be reached and why not, over everybody. */
export default function ReachPage() {
  const say = useWords(reachWords)
  const { can } = useMe()
  if (!can('campaigns.run') && !can('registers.keep') && !can('desk.see'))
    return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Whole />
    </Page>
  )
}

function Whole() {
  const say = useWords(reachWords)
  const { data, error, isPending, refetch } = useQuery(boardQuery)
  return (
    <>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && !data.board ? <Empty icon={IconUsersGroup} title={say('none')} text={say('none_text')} action={<Anew of={data} />} /> : null}
      {data?.board ? <Counted answer={data} board={data.board} /> : null}
    </>
  )
}

/** Asks for a new count; until it is there the old one stays. */
function Anew({ of }: { of: Answer }) {
  const say = useWords(reachWords)
  const client = useQueryClient()
  const ask = useAct({ run: () => call(countReachBoard, {}), then: (answer) => client.setQueryData(boardQuery.queryKey, answer) })
  const busy = of.counting || ask.isPending
  return (
    <Button variant={of.board ? 'default' : 'filled'} loading={busy} onClick={() => ask.mutate(undefined)}>
      {busy ? say('counting') : say(of.board ? 'anew' : 'count')}
    </Button>
  )
}

function Counted({ answer, board }: { answer: Answer; board: Board }) {
  const say = useWords(reachWords)
  const language = useLanguage()
  const reached = (of: Board['purposes'][number]) =>
    of.reachable === null
      ? say('reachable_hidden', { smallest: board.smallest_group })
      : say('reachable', { count: count(of.reachable, language), of: count(board.people, language) })
  return (
    <>
      <div className={classes.head}>
        <p className="quiet" role="status">
          {answer.counting ? say('counting') : say('counted')} <When at={board.counted_at} as="both" />
          {board.stale ? <span className={classes.stale}> {say('stale')}</span> : null}
        </p>
        <Anew of={answer} />
      </div>
      <Figures
        figures={[
          { title: say('people'), number: count(board.people, language), text: say('people_text') },
          { title: say('took'), number: length(Math.max(1, Math.round(board.took_ms / 1000)), language), text: say('took_text') },
        ]}
      />
      {board.purposes.length === 0 ? <p className="faint">{say('no_purposes')}</p> : null}
      {board.purposes.map((of) => (
        <Section key={of.purpose} title={pick(of.title, language) ?? of.purpose} lead={reached(of)}>
          <Channels of={of.channels} people={board.people} smallest={board.smallest_group} />
          <Topics of={of.topics} people={board.people} smallest={board.smallest_group} />
        </Section>
      ))}
      <p className="faint small">
        {say('small', { smallest: board.smallest_group })} <Link to="/settings/limits">{say('limits')}</Link> · <Link to="/campaigns">{say('campaigns')}</Link>
      </p>
    </>
  )
}
