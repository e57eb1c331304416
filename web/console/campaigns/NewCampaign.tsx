import { Button, Modal, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addAudience } from '../../../src/office/audiences/contract.ts'
import { addCampaign, leastPercent, mostPercent } from '../../../src/office/campaigns/contract.ts'
import { call } from '../../ui/api.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { audiencesQuery, type Rule } from '../audiences/queries.ts'
import { RuleEditor } from '../audiences/RuleEditor.tsx'
import { useBrands } from '../units/useBrands.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { templates } from './templates.ts'

const fresh = 'new'
/** No brand's name; a code has no such letters. */
const own = '*'
const firstRule: Rule = {
  all: [{ value_class: ['first'] }, { reach: { purpose: 'marketing', channel: 'email', topic: null } }],
  any: [],
  none: [],
}

const inRange = (value: number | string) => typeof value === 'number' && value >= leastPercent && value <= mostPercent

/** A campaign is planned in one form: a name, an audience, a text with its numbers. Nothing is sent here. */
export default function NewCampaign({ chosen, onClose }: { chosen: string | undefined; onClose: () => void }) {
  const say = useWords(campaignsWords)
  const sayUi = useWords(ui)
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: audiences } = useQuery(audiencesQuery)
  const [title, setTitle] = useState('')
  const [audience, setAudience] = useState(chosen ?? fresh)
  const [audienceTitle, setAudienceTitle] = useState('')
  const [rule, setRule] = useState(firstRule)
  const [template] = templates
  const brands = useBrands()
  const language = useLanguage()
  const [unit, setUnit] = useState(own)
  const [slots, setSlots] = useState<Record<string, number | string>>(template.slots)
  const { mutate, isPending } = useAct({
    run: async () => {
      const audience_id = audience === fresh ? (await call(addAudience, { body: { title: audienceTitle.trim() || title, rule } })).id : audience
      return call(addCampaign, {
        body: {
          title,
          audience_id,
          purpose: template.purpose,
          topic: null,
          unit: unit === own ? null : unit,
          channel: template.channel,
          template: template.code,
          slots,
        },
      })
    },
    then: (campaign) => {
      void client.invalidateQueries({ queryKey: ['campaigns'] })
      void client.invalidateQueries({ queryKey: ['audiences'] })
      void navigate({ to: '/campaigns/$campaignId', params: { campaignId: campaign.id }, search: { preview: true } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() && Object.values(slots).every(inRange)) mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('new_title')} size="xl">
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('name')}
          description={say('name_hint')}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label={say('audience')}
          value={audience}
          data={[{ value: fresh, label: say('audience_new') }, ...(audiences?.items ?? []).map((each) => ({ value: each.id, label: each.title }))]}
          onChange={(next) => setAudience(next ?? fresh)}
        />
        {audience === fresh ? (
          <fieldset className={classes.audience}>
            <TextInput label={say('audience_name')} value={audienceTitle} maxLength={200} onChange={(event) => setAudienceTitle(event.currentTarget.value)} />
            <RuleEditor rule={rule} purpose={template.purpose} onRule={setRule} />
          </fieldset>
        ) : null}
        <Select label={say('template')} value={template.code} data={templates.map((each) => ({ value: each.code, label: say(each.word) }))} />
        {brands.length > 0 ? (
          <Select
            label={say('in_name')}
            description={say('in_name_hint')}
            value={unit}
            data={[
              { value: own, label: say('in_own_name') },
              ...brands.map(({ code, title: called }) => ({ value: code, label: pick(called, language) ?? code })),
            ]}
            onChange={(next) => setUnit(next ?? own)}
          />
        ) : null}
        {Object.entries(slots).map(([slot, value]) => (
          <NumberInput
            key={slot}
            label={say('discount')}
            min={leastPercent}
            max={mostPercent}
            clampBehavior="none"
            error={inRange(value) ? undefined : say('discount_range', { least: leastPercent, most: mostPercent })}
            value={value}
            onChange={(next) => setSlots({ ...slots, [slot]: next })}
          />
        ))}
        <div className={classes.modalButtons}>
          <span className="faint small">{say('create_hint')}</span>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!title.trim() || !Object.values(slots).every(inRange)}>
            {say('create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
