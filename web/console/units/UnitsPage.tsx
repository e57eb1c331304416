import { Anchor, Button, Checkbox, Menu } from '@mantine/core'
import { IconBuildingStore, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type CSSProperties, useState } from 'react'
import { restoreUnit, retireUnit } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { type Unit, unitsQuery } from './queries.ts'
import { treeOf } from './tree.ts'
import { UnitForm } from './UnitForm.tsx'
import classes from './Units.module.css'
import { unitsWords } from './units.words.ts'

/** The company's brands, shops, departments and branches, and how many people work in each. */
export default function UnitsPage() {
  const say = useWords(unitsWords)
  const language = useLanguage()
  const may = useMe().can('units.manage')
  const { data, error, isPending, refetch } = useQuery(unitsQuery)
  const [closed, setClosed] = useState(false)
  const [draft, setDraft] = useState<Unit | 'new'>()
  const all = data?.items ?? []
  const rows = treeOf(all.filter((unit) => closed || !unit.retired).toSorted((a, b) => nameOf(a, language).localeCompare(nameOf(b, language), language)))
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <MayButton may={may} why={say('only')} leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setDraft('new')}>
          {say('add')}
        </MayButton>
      }
    >
      {all.some((unit) => unit.retired) ? (
        <Checkbox label={say('with_closed')} checked={closed} onChange={(event) => setClosed(event.currentTarget.checked)} />
      ) : null}
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && rows.length === 0 ? <Empty icon={IconBuildingStore} title={say('none')} text={say('none_text')} /> : null}
      {rows.length > 0 ? (
        <ul className={classes.list}>
          {rows.map(({ unit, depth }) => (
            <Row key={unit.code} unit={unit} depth={depth} onRename={() => setDraft(unit)} />
          ))}
        </ul>
      ) : null}
      {draft ? <UnitForm start={draft === 'new' ? undefined : draft} units={all} onClose={() => setDraft(undefined)} /> : null}
    </Page>
  )
}

const nameOf = (unit: Unit, language: 'en' | 'ru') => pick(unit.title, language) ?? unit.code

const depthStyle = (depth: number): CSSProperties & { '--depth': number } => ({ '--depth': depth })

function Row({ unit, depth, onRename }: { unit: Unit; depth: number; onRename: () => void }) {
  const say = useWords(unitsWords)
  const language = useLanguage()
  const me = useMe()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => call(unit.retired ? restoreUnit : retireUnit, { params: { unit: unit.code }, body: {} }),
    then: () => {
      notice(say(unit.retired ? 'opened' : 'closed_now', { name: nameOf(unit, language) }))
      void client.invalidateQueries({ queryKey: unitsQuery.queryKey })
    },
  })
  const people = say('people', { count: unit.people })
  return (
    <li className={classes.row} data-gone={unit.retired || undefined} style={depthStyle(depth)}>
      <div className={classes.text}>
        <p>{nameOf(unit, language)}</p>
        <p className="quiet small">
          {say(`kind_${unit.kind}`)} · {unit.code}
        </p>
      </div>
      {unit.retired ? <Mark>{say('closed')}</Mark> : null}
      {me.can('staff.manage') && unit.people > 0 ? (
        <Anchor component={Link} to="/staff" size="sm">
          {people}
        </Anchor>
      ) : (
        <span className="quiet small">{people}</span>
      )}
      {me.can('units.manage') ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" color="gray" loading={isPending} aria-label={say('menu', { name: nameOf(unit, language) })}>
              {say('more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onRename}>{say('rename')}</Menu.Item>
            <Menu.Item onClick={() => mutate(undefined)}>{say(unit.retired ? 'open' : 'close')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  )
}
