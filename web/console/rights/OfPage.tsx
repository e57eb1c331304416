import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconFileImport, IconPencilPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { DecisionTold } from '../../ui/DecisionTold.tsx'
import { decisionWords } from '../../ui/decision.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { cardQuery } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { BesideOf } from './BesideOf.tsx'
import { BroughtForm } from './BroughtForm.tsx'
import { broughtWords } from './brought.words.ts'
import { EnterRequest } from './EnterRequest.tsx'
import { LiftForm } from './LiftForm.tsx'
import { Mandates } from './Mandates.tsx'
import { ofWords } from './of.words.ts'
import { decisionsOfQuery, type Holding, holdingQuery, type MyCase, mandatesQuery, rightsOfQuery } from './ofQueries.ts'
import { Proofs } from './Proofs.tsx'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { useAbout, useStanding } from './useCase.ts'

const route = getRouteApi('/shell/customers/$customerId/rights')

/** The rights of one customer: what holds, what was asked, who asks for them; and where a clerk enters what they were told. */
export default function OfPage() {
  const say = useWords(ofWords)
  const naming = useNaming()
  const { customerId } = route.useParams()
  const card = useQuery(cardQuery(customerId))
  const holding = useQuery(holdingQuery(customerId))
  const mandates = useQuery(mandatesQuery(customerId))
  const me = useMe()
  const may = me.can('customers.change') || me.can('rights.work')
  const [entering, on] = useDisclosure(false)
  const [bringing, brought] = useDisclosure(false)
  const sayBrought = useWords(broughtWords)
  const named = card.data?.name ? naming({ kind: card.data.kind, name: card.data.name }) : undefined
  return (
    <Page
      title={named === undefined ? say('title_nameless') : say('title', { name: named })}
      lead={say('lead')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={16} stroke={1.6} />}
            renderRoot={(props) => <Link to="/customers/$customerId" params={{ customerId }} {...props} />}
          >
            {say('back')}
          </Button>
          <MayButton
            may={may && holding.data?.restricted === false}
            why={may ? sayBrought('resting') : say('only')}
            variant="default"
            leftSection={<IconFileImport size={16} stroke={1.6} />}
            onClick={brought.open}
          >
            {sayBrought('enter')}
          </MayButton>
          <MayButton may={may && holding.data !== undefined} why={say('only')} leftSection={<IconPencilPlus size={16} stroke={1.6} />} onClick={on.open}>
            {say('enter')}
          </MayButton>
        </>
      }
    >
      {holding.error ? <ErrorBox error={holding.error} onRetry={() => void holding.refetch()} /> : null}
      {holding.isPending ? <Lines count={6} /> : null}
      {holding.data ? (
        <>
          <Now customerId={customerId} holding={holding.data} />
          <Cases customerId={customerId} />
          <Decisions customerId={customerId} />
          <Mandates customerId={customerId} mandates={mandates.data?.items} />
        </>
      ) : null}
      {bringing ? <BroughtForm customerId={customerId} mandates={mandates.data?.items ?? []} onClose={brought.close} /> : null}
      <BesideOf customerId={customerId} />
      {entering && holding.data ? (
        <EnterRequest customerId={customerId} holding={holding.data} mandates={mandates.data?.items ?? []} onClose={on.close} />
      ) : null}
    </Page>
  )
}

type Lifting = { purpose: string | null; what: string }

function Now({ customerId, holding }: { customerId: string; holding: Holding }) {
  const say = useWords(ofWords)
  const language = useLanguage()
  const today = useNow()
  const [lifting, setLifting] = useState<Lifting>()
  const lines: (Lifting & { key: string; lifts: boolean })[] = [
    ...(holding.erased_from === null
      ? []
      : [{ key: 'erased', purpose: null, what: say('erasing', { day: dayOf(new Date(holding.erased_from), today, language) }), lifts: false }]),
    ...(holding.restricted ? [{ key: 'all', purpose: null, what: say('restricted'), lifts: true }] : []),
    ...holding.purposes
      .filter(({ stopped_at }) => stopped_at !== null)
      .map(({ code, title }) => ({ key: code, purpose: code, what: say('objected', { purpose: pick(title, language) ?? code }), lifts: true })),
  ]
  return (
    <Section title={say('now')}>
      {lines.length === 0 ? <p className="quiet small">{say('nothing_holds')}</p> : null}
      <ul className={classes.list}>
        {lines.map(({ key, lifts, ...one }) => (
          <li key={key} className={classes.clockHead}>
            <span>{one.what}</span>
            {lifts ? (
              <Button size="xs" variant="default" aria-label={`${say('lift')} ${one.what}`} onClick={() => setLifting(one)}>
                {say('lift')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {lifting ? <LiftForm customerId={customerId} {...lifting} onClose={() => setLifting(undefined)} /> : null}
    </Section>
  )
}

/** Nothing while nothing was decided. */
function Decisions({ customerId }: { customerId: string }) {
  const say = useWords(decisionWords)
  const { data, error, refetch } = useQuery(decisionsOfQuery(customerId))
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />
  if (!data || data.items.length === 0) return null
  return (
    <Section title={say('of')}>
      <ul className={classes.list}>
        {data.items.map((one) => (
          <li key={one.id} className={classes.plainRow}>
            <DecisionTold one={one} to="staff" />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Cases({ customerId }: { customerId: string }) {
  const say = useWords(ofWords)
  const pages = useInfiniteQuery(rightsOfQuery(customerId))
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={say('cases')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && items.length === 0 ? <p className="quiet small">{say('cases_none')}</p> : null}
      <ul className={classes.list}>
        {items.map((one) => (
          <OneCase key={one.id} customerId={customerId} one={one} />
        ))}
      </ul>
      <More of={pages} />
    </Section>
  )
}

function OneCase({ customerId, one }: { customerId: string; one: MyCase }) {
  const say = useWords(ofWords)
  const sayRight = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const roleName = useRoleName()
  const about = useAbout()(one)
  const standing = useStanding()(one)
  const works = useMe().can('rights.work')
  const day = (at: string) => dayOf(new Date(at), now, language)
  const facts = [
    sayRight('number', { number: one.number }),
    sayRight(`road_${one.road}`),
    day(one.asked_at),
    one.by_mandate ? sayRight('by_mandate') : '',
    one.entered_by ? say('entered_by', { role: roleName(one.entered_by) }) : '',
    one.state === 'open' ? say('due', { day: day(one.due_at) }) : '',
  ]
  return (
    <li className={classes.plainRow}>
      <div className={classes.rowHead}>
        <span>
          <strong>{sayRight(one.right)}</strong>
          {about === '' ? null : ` · ${about}`}
        </span>
        <Mark tone={standing.tone}>{standing.words}</Mark>
      </div>
      <p className="quiet small">{facts.filter(Boolean).join(' · ')}</p>
      {one.words ? (
        <p className={classes.words} data-own-words>
          {say('said', { words: one.words })}
        </p>
      ) : null}
      {one.value ? <p data-own-words>{say('value', { value: one.value })}</p> : null}
      {one.answer ? (
        <p className={classes.words} data-own-words>
          {say('answered', { words: one.answer })}
        </p>
      ) : null}
      {one.evidence ? (
        <p className="quiet small" data-own-words>
          {say('shows', { evidence: one.evidence })}
        </p>
      ) : null}
      <Proofs customerId={customerId} proofs={one.proofs} />
      {works ? (
        <Link to="/rights/$caseId" params={{ caseId: one.id }} className="small">
          {say('open_case')}
        </Link>
      ) : null}
    </li>
  )
}
