import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconDots, IconPhone, IconUserCheck, IconUserX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { reasonsToDisqualify } from '../../../src/office/leads/contract.ts'
import { Mark, type Tone } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Face, Name, useNaming } from '../../ui/Person.tsx'
import { part } from '../../ui/part.ts'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Leads.module.css'
import { leadsWords } from './leads.words.ts'
import { isOpen, type Lead } from './queries.ts'
import type { useLead } from './useLead.ts'

const LeadHistory = part(() => import('./LeadHistory.tsx'))
const tones: { [state in Lead['state']]: Tone } = {
  new: 'wait',
  working: 'plain',
  qualified: 'good',
  disqualified: 'plain',
  converted: 'good',
  joined: 'plain',
}

type LeadRowProps = { lead: Lead; act: ReturnType<typeof useLead>; turning: boolean; onTurn: (open: boolean) => void; onCall: () => void }

/** One lead: who, from where, how far, until when; and what comes next. */
export function LeadRow({ lead, act, turning, onTurn, onCall }: LeadRowProps) {
  const say = useWords(leadsWords)
  const naming = useNaming()
  const me = useMe()
  const unit = useUnitName(lead.unit !== null)
  const [history, setHistory] = useState(false)
  const name = naming(lead.about)
  const open = isOpen(lead)
  return (
    <li className={classes.row}>
      <Link to="/customers/$customerId" params={{ customerId: lead.joined_to?.id ?? lead.about.id }} className={classes.who} data-row={lead.id} preload={false}>
        <Face who={lead.about} size={30} />
        <span className={classes.name}>
          <Name who={lead.about} />
        </span>
      </Link>
      <p className={classes.meta}>
        <Mark tone={tones[lead.state]}>{say(`state_${lead.state}`)}</Mark>
        {lead.reason ? <span>{say(`reason_${lead.reason}`)}</span> : null}
        <span>
          {say(`source_${lead.source}`)}
          <span data-own-words>{[lead.form, lead.campaign].flatMap((code) => (code ? [` · ${code}`] : [])).join('')}</span>
        </span>
        <When at={lead.came_at} />
        {lead.owner ? <span>{lead.owner.name}</span> : open ? <span className={classes.nobody}>{say('nobody')}</span> : null}
        {lead.unit ? <span>{unit(lead.unit)}</span> : null}
        {lead.joined_to ? (
          <span>
            {say('joined_to')} <Name who={lead.joined_to} />
          </span>
        ) : null}
      </p>
      <Answer lead={lead} open={open} />
      <div className={classes.acts}>
        {!me.can('leads.work') ? (
          <MayButton may={false} why={say('work_only')} size="xs" variant="default" onClick={() => {}}>
            {say(open ? 'take' : 'reopen')}
          </MayButton>
        ) : open ? (
          <>
            {lead.owner ? null : (
              <Button size="xs" variant="default" onClick={() => act.take(lead)} aria-label={say('take_that', { name })}>
                {say('take')}
              </Button>
            )}
            <Tooltip label={say('call')}>
              <ActionIcon onClick={onCall} aria-label={say('call_that', { name })}>
                <IconPhone size={17} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            {lead.state === 'qualified' ? (
              <Button size="xs" onClick={() => act.convert(lead)} aria-label={say('convert_that', { name })}>
                {say('convert')}
              </Button>
            ) : (
              <Tooltip label={say('qualify')}>
                <ActionIcon onClick={() => act.qualify(lead)} aria-label={say('qualify_that', { name })}>
                  <IconCheck size={17} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            )}
            <Menu opened={turning} onChange={onTurn} position="bottom-end" withinPortal>
              <Menu.Target>
                <Tooltip label={say('disqualify')}>
                  <ActionIcon aria-label={say('disqualify_that', { name })}>
                    <IconUserX size={17} stroke={1.6} />
                  </ActionIcon>
                </Tooltip>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>{say('why_not')}</Menu.Label>
                {reasonsToDisqualify.map((reason) => (
                  <Menu.Item key={reason} onClick={() => act.disqualify(lead, reason)}>
                    {say(`reason_${reason}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </>
        ) : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} stroke={1.6} />}
            onClick={() => act.reopen(lead)}
            aria-label={say('reopen_that', { name })}
          >
            {say('reopen')}
          </Button>
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={say('more_that', { name })}>
              <IconDots size={17} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {me.can('leads.work') && open && lead.state !== 'qualified' ? (
              <Menu.Item leftSection={<IconUserCheck size={15} stroke={1.6} />} onClick={() => act.convert(lead)}>
                {say('convert')}
              </Menu.Item>
            ) : null}
            {me.can('leads.work') && open && lead.answered_at === null ? <Menu.Item onClick={() => act.answered(lead)}>{say('answered_now')}</Menu.Item> : null}
            <Menu.Item onClick={() => setHistory(true)}>{say('history')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Suspense>{history ? <LeadHistory lead={lead} onClose={() => setHistory(false)} /> : null}</Suspense>
    </li>
  )
}

/** Whether they had an answer; else until when it is due, in red when that has passed. */
function Answer({ lead, open }: { lead: Lead; open: boolean }) {
  const say = useWords(leadsWords)
  const now = useNow()
  if (lead.answered_at) return <p className={classes.answer}>{say('answered')}</p>
  if (!open) return <p className={classes.answer} />
  const late = new Date(lead.due_at) < now
  return (
    <p className={classes.answer} data-state={late ? 'late' : 'waits'}>
      {say(late ? 'answer_late' : 'answer_due')} <When at={lead.due_at} />
    </p>
  )
}
