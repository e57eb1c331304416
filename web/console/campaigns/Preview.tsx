import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalculator, IconSend } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { runCampaign } from '../../../src/office/campaigns/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { NotChosen } from '../audiences/NotChosen.tsx'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { LeftOut } from './LeftOut.tsx'
import type { Campaign } from './queries.ts'
import { previewQuery } from './queries.ts'

const route = getRouteApi('/shell/campaigns/$campaignId')

/** Before sending: how many it reaches, who is left out and why; then the one button that sends. */
export function Preview({ campaign }: { campaign: Campaign }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const navigate = route.useNavigate()
  const { preview = false } = route.useSearch()
  const { data, error, isLoading, refetch } = useQuery({ ...previewQuery(campaign.id), enabled: preview })
  const ask = () => (preview ? void refetch() : void navigate({ search: { preview: true }, replace: true, resetScroll: false }))
  const left = data ? data.audience_count - data.allowed : 0
  return (
    <Section
      title={say('preview')}
      lead={say('preview_text')}
      actions={
        <>
          <Button variant="default" leftSection={<IconCalculator size={16} stroke={1.6} />} loading={isLoading} onClick={ask}>
            {say(data ? 'preview_again' : 'preview_do')}
          </Button>
          <Send campaign={campaign} allowed={data?.allowed} />
        </>
      }
    >
      {isLoading ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <div className={classes.preview}>
          <dl className={classes.numbers}>
            <div>
              <dt>{say('chosen')}</dt>
              <dd className="num">{count(data.audience_count, language)}</dd>
            </div>
            <div data-main>
              <dt>{say('would')}</dt>
              <dd className="num">{count(data.allowed, language)}</dd>
            </div>
            <div>
              <dt>{say('left_out')}</dt>
              <dd className="num">{count(left, language)}</dd>
            </div>
          </dl>
          <LeftOut reasons={data.left_out} all={data.audience_count} />
          <NotChosen of={data} />
        </div>
      ) : null}
    </Section>
  )
}

function Send({ campaign, allowed }: { campaign: Campaign; allowed: number | undefined }) {
  const say = useWords(campaignsWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const [sure, on] = useDisclosure(false)
  const { mutate, isPending } = useAct({
    run: () => call(runCampaign, { params: { campaign_id: campaign.id }, body: {} }),
    then: (run) => {
      on.close()
      notice(say('run_started', { shown: count(run.handed_over, language) }))
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] })
      void client.invalidateQueries({ queryKey: ['campaigns'] })
    },
  })
  const question =
    allowed === undefined
      ? say('run_sure_unknown')
      : allowed === 0
        ? say('run_sure_nobody')
        : say('run_sure', { count: allowed, shown: count(allowed, language) })
  return (
    <>
      <Button leftSection={<IconSend size={16} stroke={1.6} />} onClick={on.open}>
        {say('run')}
      </Button>
      <Modal opened={sure} onClose={on.close} title={question}>
        <p className="quiet">{say(allowed === 0 ? 'run_nobody_text' : 'run_text')}</p>
        <div className={classes.modalButtons}>
          <Button variant="subtle" color="gray" onClick={on.close}>
            {sayUi('cancel')}
          </Button>
          <Button data-autofocus loading={isPending} onClick={() => mutate(undefined)}>
            {say('run')}
          </Button>
        </div>
      </Modal>
    </>
  )
}
