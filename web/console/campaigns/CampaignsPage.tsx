import { Button } from '@mantine/core'
import { IconMail, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import type { Campaign } from './queries.ts'
import { campaignsQuery } from './queries.ts'

const route = getRouteApi('/shell/campaigns')
const NewCampaign = part(() => import('./NewCampaign.tsx'))

/** All campaigns, the newest first. */
export default function CampaignsPage() {
  const say = useWords(campaignsWords)
  const sayUi = useWords(ui)
  const { new: adding, audience } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(campaignsQuery)
  const campaigns = data?.pages.flatMap(({ items }) => items) ?? []
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => void navigate({ search: { new: true } })}>
      {say('add')}
    </Button>
  )
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      toolbar={
        <>
          <Link to="/audiences">{say('audiences')}</Link>
          <Link to="/reach">{say('reach')}</Link>
        </>
      }
      actions={campaigns.length > 0 ? add : null}
    >
      {isPending ? <Lines count={5} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && campaigns.length === 0 ? <Empty icon={IconMail} title={say('empty')} text={say('empty_text')} action={add} /> : null}
      {campaigns.length > 0 ? (
        <ul className={classes.list}>
          {campaigns.map((campaign) => (
            <Row key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      ) : null}
      {hasNextPage ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {sayUi('more')}
        </Button>
      ) : null}
      <Suspense>{adding ? <NewCampaign chosen={audience} onClose={() => void navigate({ search: {}, replace: true })} /> : null}</Suspense>
    </Page>
  )
}

function Row({ campaign }: { campaign: Campaign }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const now = useNow()
  const { last_run: run, in_all } = campaign
  const state = campaign.stopped_at
    ? say('stopped', { day: dayOf(new Date(campaign.stopped_at), now, language) })
    : run
      ? [in_all.runs > 1 ? say('runs_count', { count: in_all.runs }) : '', say('last_run', { ago: ago(new Date(run.started_at), now, language) })]
          .filter(Boolean)
          .join(', ')
      : say('never_run')
  return (
    <li>
      <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className={classes.row}>
        <ChannelIcon channel={campaign.channel} size={18} named />
        <span className={classes.rowText}>
          <strong>{campaign.title}</strong>
          <span className="quiet small">{campaign.audience.title}</span>
        </span>
        <span className={classes.rowEnd}>
          {run ? <span>{say('sent', { count: in_all.handed_over, shown: count(in_all.handed_over, language) })}</span> : null}
          <span className="faint small">{state}</span>
        </span>
      </Link>
    </li>
  )
}
