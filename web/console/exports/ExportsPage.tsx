import { Button } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { ExportRow } from './ExportRow.tsx'
import classes from './Exports.module.css'
import { exportsWords } from './exports.words.ts'
import { type Export, exportsQuery } from './queries.ts'

/** Files of customers: those that wait for me, mine, and for who approves, those of others. */
export default function ExportsPage() {
  const say = useWords(exportsWords)
  const pages = useInfiniteQuery(exportsQuery)
  const all = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const waiting = all.filter(({ approval }) => approval?.mine_to_give)
  const mine = all.filter(({ own }) => own)
  const others = all.filter((each) => !each.own && !waiting.includes(each))
  return (
    <Page title={say('title')} lead={say('lead')}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {pages.data && all.length === 0 ? (
        <Empty
          icon={IconFileExport}
          title={say('none')}
          text={say('none_text')}
          action={
            <Button component={Link} to="/customers" variant="default">
              {say('to_list')}
            </Button>
          }
        />
      ) : null}
      <Part title={say('waiting')} exports={waiting} />
      <Part title={say('mine')} exports={mine} />
      <Part title={say('others')} exports={others} />
      <More of={pages} />
    </Page>
  )
}

function Part({ title, exports }: { title: string; exports: readonly Export[] }) {
  if (exports.length === 0) return null
  return (
    <Section title={title}>
      <ul className={classes.list}>
        {exports.map((each) => (
          <ExportRow key={each.id} of={each} />
        ))}
      </ul>
    </Section>
  )
}
