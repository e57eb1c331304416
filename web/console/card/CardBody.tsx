import { IconAlertCircle, IconEye, IconPencilPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { ago, timeOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { lower, pick, useLanguage, useWords } from '../../ui/words.ts'
import { Addresses } from '../addresses/index.ts'
import { DuplicateHint } from '../duplicates/Hint.tsx'
import { OpenErasure } from '../erasing/OpenErasure.tsx'
import { FilesOf } from '../files/index.ts'
import { JoinedCards } from '../joining/JoinedCards.tsx'
import { WaitingNotes } from '../outbox/Waits.tsx'
import { Belongs } from '../ownership/Belongs.tsx'
import { PersonalOf } from '../personal/PersonalOf.tsx'
import { PeopleOf, RelationsOf } from '../relations/RelationsOf.tsx'
import { useMe } from '../session/session.ts'
import { isTrashed } from '../trash/isTrashed.ts'
import { TrashedCard } from '../trash/TrashedCard.tsx'
import { Fields } from '../values/Fields.tsx'
import { rowFieldsOf } from '../values/rowField.ts'
import { CasesOf, TasksOf } from '../work/index.ts'
import { AddField } from './AddField.tsx'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { chosenIn, hides } from './chips.ts'
import { Glance } from './Glance.tsx'
import { HiddenParts } from './HiddenParts.tsx'
import { Looks } from './Looks.tsx'
import { NoteForm } from './NoteForm.tsx'
import type { Card } from './queries.ts'
import { Reach } from './Reach.tsx'
import type { CardSearch } from './search.ts'
import { Timeline } from './Timeline.tsx'

const NeedsOf = part(() => import('../needs/NeedsOf.tsx'))
const Thoughts = part(() => import('../insight/Thoughts.tsx'))

type CardBodyProps = { card: Card; search: CardSearch; onSearch: (search: CardSearch) => void; narrow?: boolean }

/** Everything below the name; in a panel the same parts stand in one column. */
export function CardBody({ card, search, onSearch, narrow }: CardBodyProps) {
  const say = useWords(cardWords)
  const writes = useMe().can('customers.change')
  const only = chosenIn(search.only)
  const doing = (todo: CardSearch['do']) => onSearch({ ...search, do: todo })
  const closed = card.hidden.some(({ section }) => section === 'card')
  if (isTrashed(card)) return <TrashedCard card={card} />
  if (closed)
    return (
      <>
        <OpenErasure card={card} />
        <HiddenParts parts={card.hidden} />
        <RightsLink customerId={card.id} />
      </>
    )
  const side = <Side card={card} adding={search.do === 'address'} onAdding={(on) => doing(on ? 'address' : undefined)} />
  return (
    <>
      <Belongs card={card} />
      <Complaint card={card} />
      <DuplicateHint card={card} />
      <Glance card={card} />
      <div className={classes.columns} data-narrow={narrow || undefined}>
        <div className={classes.main}>
          <PeopleOf card={card} />
          <TasksOf customerId={card.id} units={card.units} tasks={card.tasks} adding={search.do === 'task'} onAdding={(on) => doing(on ? 'task' : undefined)} />
          <Suspense>
            <NeedsOf customerId={card.id} />
          </Suspense>
          <CasesOf customerId={card.id} units={card.units} cases={card.cases} adding={search.do === 'case'} onAdding={(on) => doing(on ? 'case' : undefined)} />
          <Suspense>
            <Thoughts card={card} />
          </Suspense>
          {narrow ? side : null}
          <Section
            title={say('timeline')}
            actions={
              search.do === 'note' ? null : (
                <MayButton
                  may={writes}
                  why={say('note_only')}
                  size="xs"
                  variant="default"
                  leftSection={<IconPencilPlus size={15} stroke={1.6} />}
                  onClick={() => doing('note')}
                >
                  {say('write_note')}
                </MayButton>
              )
            }
          >
            {search.do === 'note' && writes ? (
              <NoteForm customerId={card.id} onDone={() => doing(undefined)} onSaved={(kind) => (hides(only, kind) ? onSearch({}) : undefined)} />
            ) : null}
            <WaitingNotes customer={card.id} />
            <Timeline customerId={card.id} only={only} onOnly={(only) => onSearch({ ...search, only: only.join(',') || undefined })} />
          </Section>
        </div>
        {narrow ? null : <aside className={classes.side}>{side}</aside>}
      </div>
    </>
  )
}

function Side({ card, adding, onAdding }: { card: Card; adding: boolean; onAdding: (on: boolean) => void }) {
  const say = useWords(cardWords)
  const language = useLanguage()
  const me = useMe()
  const purpose = lower(pick(card.purpose.title, language) ?? card.purpose.code)
  return (
    <>
      {card.reach.length > 0 ? (
        <Section title={say('reach')}>
          <Reach ways={card.reach} />
          <Link to="/customers/$customerId/consents" params={{ customerId: card.id }}>
            {say('consents')}
          </Link>
        </Section>
      ) : null}
      <RightsLink customerId={card.id} />
      <Section title={say('identifiers')}>
        <Addresses of={card} adding={adding} onAdding={onAdding} />
      </Section>
      <Section title={say('details')}>
        <Fields customerId={card.id} fields={[...rowFieldsOf(card, me.can('customers.change')), ...card.fields]} />
        <div>
          <AddField card={card} />
        </div>
      </Section>
      <PersonalOf customerId={card.id} />
      <RelationsOf card={card} />
      <FilesOf customerId={card.id} />
      <HiddenParts parts={card.hidden} />
      <JoinedCards card={card} />
      <Looks customerId={card.id} />
      <p className={classes.noted}>
        <IconEye size={13} aria-hidden="true" />
        {say('noted', { purpose, time: timeOf(new Date(card.noted_at), language) })}
      </p>
    </>
  )
}

/** Also where the card is closed: whoever restricted it uses their rights all the same. */
function RightsLink({ customerId }: { customerId: string }) {
  const say = useWords(cardWords)
  return (
    <Link to="/customers/$customerId/rights" params={{ customerId }}>
      {say('rights')}
    </Link>
  )
}

function Complaint({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const language = useLanguage()
  const now = useNow()
  const open = card.cases.find(({ kind, state }) => state === 'open' && (kind === 'complaint' || kind === 'dispute'))
  if (!open) return null
  return (
    <p className={classes.complaint}>
      <IconAlertCircle size={17} stroke={1.7} aria-hidden="true" />
      {say('complaint_open', { ago: ago(new Date(open.opened_at), now, language) })}
    </p>
  )
}
