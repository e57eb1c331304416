import { Button, Popover } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { stopCampaign } from '../../../src/office/campaigns/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { purposeWords } from '../../ui/purpose.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useRuleWords } from '../audiences/inWords.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { Preview } from './Preview.tsx'
import type { Campaign } from './queries.ts'
import { campaignQuery } from './queries.ts'
import { Runs } from './Runs.tsx'

const route = getRouteApi('/shell/campaigns/$campaignId')

/** One campaign: whom, what, who would get it, what was sent. */
export default function CampaignPage() {
  const say = useWords(campaignsWords)
  const { campaignId } = route.useParams()
  const { data, error, refetch } = useQuery(campaignQuery(campaignId))
  if (!data) return <Page title={say('title')}>{error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={6} />}</Page>
  return <Opened campaign={data} />
}

function Opened({ campaign }: { campaign: Campaign }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <Page
      title={campaign.title}
      lead={campaign.stopped_at ? say('stopped', { day: dayOf(new Date(campaign.stopped_at), now, language) }) : <Link to="/campaigns">← {say('back')}</Link>}
      actions={campaign.stopped_at ? null : <Stop campaign={campaign} />}
    >
      <Plan campaign={campaign} />
      {campaign.stopped_at ? null : <Preview campaign={campaign} />}
      <Section title={say('runs')}>
        <Runs campaignId={campaign.id} />
      </Section>
    </Page>
  )
}

function Plan({ campaign }: { campaign: Campaign }) {
  const say = useWords(campaignsWords)
  const purpose = useCodeWords(purposeWords)
  const channel = useCodeWords(channelWords)
  const template = useCodeWords(campaignsWords)
  const rule = useRuleWords()
  const unit = useUnitName(campaign.unit !== null)
  const slots = Object.entries(campaign.slots).flatMap(([slot, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [template(`slot_${slot}`, { value })] : [],
  )
  return (
    <div className={classes.plan}>
      <section aria-label={say('audience')}>
        <h3>{say('audience')}</h3>
        <p className={classes.planTitle}>{campaign.audience.title}</p>
        <ul className={classes.conditions}>
          {rule(campaign.audience.rule).map((part) => (
            <li key={part}>{part}</li>
          ))}
        </ul>
      </section>
      <section aria-label={say('message')}>
        <h3>{say('message')}</h3>
        <p className={classes.planTitle}>
          {template(`template_${campaign.template}`)}
          {slots.length > 0 ? ` · ${slots.join(', ')}` : ''}
        </p>
        <ul className={classes.conditions}>
          <li>{say('by_channel', { channel: lower(channel(campaign.channel)) })}</li>
          {campaign.unit === null ? null : <li>{say('named', { unit: unit(campaign.unit) })}</li>}
          <li>{say('for_purpose', { purpose: lower(purpose(campaign.purpose)) })}</li>
        </ul>
      </section>
    </div>
  )
}

function Stop({ campaign }: { campaign: Campaign }) {
  const say = useWords(campaignsWords)
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { mutate, isPending } = useAct({
    run: () => call(stopCampaign, { params: { campaign_id: campaign.id }, body: {} }),
    then: ({ withdrawn }) => {
      notice(withdrawn > 0 ? say('stopped_back', { count: withdrawn }) : say('stopped_now'))
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] })
      void client.invalidateQueries({ queryKey: ['campaigns'] })
    },
  })
  return (
    <Popover opened={asking} onChange={setAsking} width={280} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconPlayerStop size={16} stroke={1.6} />} onClick={() => setAsking(!asking)}>
          {say('stop')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.ask}>
          <p className="small">{say('stop_text')}</p>
          <Button color="red" size="xs" loading={isPending} onClick={() => mutate(undefined)}>
            {say('stop')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
