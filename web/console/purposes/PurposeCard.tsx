import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight, IconExternalLink } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { neededPurposes, retirePurpose } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { useFold } from '../../ui/Fold.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { usePeriod } from '../../ui/period.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useOwnFieldTitle } from '../fields/index.ts'
import { useRoleName } from '../shell/roles.ts'
import { PurposeForm } from './PurposeForm.tsx'
import classes from './Purposes.module.css'
import { purposeFormWords } from './purposeForm.words.ts'
import { purposesWords } from './purposes.words.ts'
import { type Purpose, purposesQuery } from './queries.ts'
import { useRetention } from './retention.ts'
import { shapesWords } from './shapes.words.ts'
import { useKeepsRegisters } from './useKeepsRegisters.ts'

/** One purpose: what it is called and means; opened, what it permits and checks; and how it is changed and ended. */
export function PurposeCard({ purpose }: { purpose: Purpose }) {
  const say = useWords(purposesWords)
  const language = useLanguage()
  const now = useNow()
  const id = useId()
  const { open, toggle } = useFold()
  const { data } = useQuery(purposesQuery)
  const wider = data?.items.find((each) => each.code === purpose.parent)
  const parent = purpose.parent === null ? undefined : (pick(wider?.title, language) ?? purpose.parent)
  const version = say('version', { version: purpose.version, day: dayOf(new Date(purpose.registered_at), now, language) })
  return (
    <article className={classes.purpose}>
      <header>
        <h2>{pick(purpose.title, language) ?? purpose.code}</h2>
        <p className="quiet">{pick(purpose.description, language)}</p>
        {parent ? <p className="quiet small">{say('part_of', { title: parent })}</p> : null}
        <p className={classes.dpv}>
          <a href={purpose.dpv.iri} target="_blank" rel="noreferrer" title={say('dpv')}>
            {purpose.dpv.name} <IconExternalLink size={12} aria-hidden="true" />
          </a>
          <span className="faint">{version}</span>
        </p>
        <UnstyledButton className={classes.unfold} aria-expanded={open} aria-controls={id} onClick={toggle}>
          <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
          {say('permits')}
        </UnstyledButton>
      </header>
      <div id={id} className={classes.body} hidden={!open}>
        {open ? <Facts purpose={purpose} /> : null}
      </div>
      <Acts purpose={purpose} />
    </article>
  )
}

function Facts({ purpose }: { purpose: Purpose }) {
  const say = useWords(purposesWords)
  const roleName = useRoleName()
  const basis = useCodeWords(basisWords)
  const field = useCodeWords(fieldWords)
  const own = useOwnFieldTitle()
  const channel = useCodeWords(channelWords)
  const check = useCodeWords(purposesWords)
  const retention = useRetention()
  const period = usePeriod()
  const use = useCodeWords(purposesWords)
  const named = (codes: readonly string[]) => codes.map((code) => lower(own(code) ?? field(code))).join(', ')
  return (
    <dl className={classes.facts}>
      <Fact title={say('basis')}>{basis(purpose.legal_basis.code)}</Fact>
      <Fact title={say('channels')}>{purpose.channels.map((code) => channel(code)).join(', ') || say('no_channels')}</Fact>
      <Fact title={say('data')}>{named(purpose.categories)}</Fact>
      <Fact title={say('fields')}>{purpose.fields.includes('*') ? say('all_fields') : named(purpose.fields) || say('no_fields')}</Fact>
      <Fact title={say('roles')}>{purpose.roles.map((role) => roleName(role)).join(', ')}</Fact>
      {purpose.retention ? <Fact title={say('kept')}>{retention(purpose.retention)}</Fact> : null}
      {purpose.legal_basis.code === 'consent' ? (
        <>
          <Fact title={say('holds')}>{purpose.consent_for ? period(purpose.consent_for) : say('holds_on')}</Fact>
          <Fact title={say('left_alone')}>{period(purpose.ask_again)}</Fact>
        </>
      ) : null}
      {purpose.needs.length > 0 ? <Fact title={say('needs')}>{purpose.needs.map((need) => use(`needs_${need}`)).join(', ')}</Fact> : null}
      {purpose.context ? <Fact title={say('context')}>{purpose.context}</Fact> : null}
      {purpose.weighs ? <Fact title={say('weighs')}>{say('weighs_yes')}</Fact> : null}
      {purpose.recipients.length > 0 ? <Fact title={say('recipients')}>{purpose.recipients.join(', ')}</Fact> : null}
      <Fact title={say('checks')}>
        <ol className={classes.checks}>
          {purpose.checks.map((code) => (
            <li key={code}>{check(`check_${code}`)}</li>
          ))}
        </ol>
      </Fact>
    </dl>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Another version, or out of use from now on. */
function Acts({ purpose }: { purpose: Purpose }) {
  const say = useWords(purposeFormWords)
  const language = useLanguage()
  const may = useKeepsRegisters()
  const [changing, on] = useDisclosure(false)
  const name = pick(purpose.title, language) ?? purpose.code
  return (
    <div className={classes.acts}>
      <MayButton
        may={may}
        why={say('only')}
        size="compact-xs"
        variant="subtle"
        color="gray"
        aria-label={`${say(purpose.retired ? 'bring_back' : 'change')}: ${name}`}
        onClick={on.open}
      >
        {say(purpose.retired ? 'bring_back' : 'change')}
      </MayButton>
      {may && !purpose.retired ? <Retire purpose={purpose} name={name} /> : null}
      {changing ? <PurposeForm purpose={purpose} onClose={on.close} /> : null}
    </div>
  )
}

function Retire({ purpose, name }: { purpose: Purpose; name: string }) {
  const say = useWords(shapesWords)
  const client = useQueryClient()
  const needed = neededPurposes.includes(purpose.code)
  const { mutate, isPending } = useAct({
    run: () => call(retirePurpose, { params: { purpose: purpose.code } }),
    then: () => {
      notice(say('retired_done', { name }))
      void client.invalidateQueries({ queryKey: purposesQuery.queryKey })
    },
  })
  if (needed) {
    return (
      <MayButton may={false} why={say('needed')} size="compact-xs" variant="subtle" color="gray" onClick={() => undefined}>
        {say('retire')}
      </MayButton>
    )
  }
  return <Sure label={say('retire')} question={say('retire_purpose_sure', { name })} loading={isPending} onYes={() => mutate(undefined)} />
}
