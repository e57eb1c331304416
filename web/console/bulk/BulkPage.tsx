import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { undoBulk } from '../../../src/office/bulk/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import type { Tone } from '../../ui/Mark.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Bulk.module.css'
import { bulkWords } from './bulk.words.ts'
import { Going } from './Going.tsx'
import { type Bulk, bulksQuery, isGoing } from './queries.ts'
import { useDeedName } from './useDeedName.ts'

/** What was done to many, by whom and what became of it, and how to take it back. */
export default function BulkPage() {
  const say = useWords(bulkWords)
  const pages = useInfiniteQuery(bulksQuery)
  const works = pages.data?.pages.flatMap(({ items }) => items)
  return (
    <Page title={say('title')} lead={say('lead')}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {works?.length === 0 ? (
        <Empty
          icon={IconChecklist}
          title={say('none')}
          text={say('none_text')}
          action={
            <Button component={Link} to="/customers" variant="default">
              {say('to_list')}
            </Button>
          }
        />
      ) : null}
      {works && works.length > 0 ? (
        <ul className={classes.list}>
          {works.map((work) => (
            <Row key={work.id} work={work} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Page>
  )
}

const tones: { [S in Bulk['state']]: Tone } = {
  running: 'wait',
  paused: 'wait',
  done: 'good',
  cancelled: 'plain',
  failed: 'bad',
  undoing: 'wait',
  undone: 'plain',
}

function Row({ work }: { work: Bulk }) {
  const say = useWords(bulkWords)
  const said = useSaid()
  const nameOf = useDeedName()
  const what = nameOf(work.deed)
  return (
    <li>
      <div className={classes.row}>
        <div className={classes.rowText}>
          <span className={classes.what}>{what}</span>
          <span className="quiet small">
            {work.made_by.name} · <When at={work.made_at} />
          </span>
          <Counts work={work} />
          {work.trouble ? <span className="small">{said(work.trouble)}</span> : null}
        </div>
        <Mark tone={tones[work.state]}>{say(`state_${work.state}`)}</Mark>
        <TakeBack work={work} />
      </div>
      {isGoing(work) ? <Going work={work} /> : null}
    </li>
  )
}

function Counts({ work }: { work: Bulk }) {
  const say = useWords(bulkWords)
  const own = useHasWord(bulkWords)
  const coded = useCodeWords(reasonWords)
  const language = useLanguage()
  const shown = (n: number) => count(n, language)
  const reasons = (of: Bulk['left_out']) => of.map((each) => `${own(each.reason) ?? coded(each.reason)}: ${shown(each.count)}`)
  const parts = [
    say('changed', { count: shown(work.changed) }),
    work.unchanged > 0 ? say('unchanged', { count: shown(work.unchanged) }) : '',
    work.left_out.length > 0 ? say('skipped', { count: shown(work.left_out.reduce((sum, each) => sum + each.count, 0)) }) : '',
    work.undone ? say('put_back', { count: shown(work.undone.put_back) }) : '',
  ].filter(Boolean)
  const why = [...reasons(work.left_out), ...reasons(work.undone?.left ?? [])]
  return (
    <>
      <span className="small num">{parts.join(' · ')}</span>
      {why.map((line) => (
        <span key={line} className="faint small">
          {line}
        </span>
      ))}
    </>
  )
}

function TakeBack({ work }: { work: Bulk }) {
  const say = useWords(bulkWords)
  const me = useMe()
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const { mutate: undo, isPending } = useAct({
    run: () => call(undoBulk, { params: { bulk_id: work.id }, body: {} }),
    then: () => void client.invalidateQueries({ queryKey: ['bulk'] }),
  })
  if (work.undo_until === null) return null
  const until = say('undo_until', { day: dayOf(new Date(work.undo_until), now, language) })
  if (!work.own && !me.can('registers.keep')) {
    return (
      <MayButton may={false} why={say('only_own')} size="compact-xs" variant="subtle" color="gray" onClick={() => {}}>
        {say('undo')}
      </MayButton>
    )
  }
  return <Sure label={say('undo')} question={`${say('undo_sure')} ${until}`} loading={isPending} onYes={() => undo(undefined)} />
}
