import { ActionIcon, Button, CloseButton, NativeSelect } from '@mantine/core'
import { IconFolderPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { ColumnPicker } from './ColumnPicker.tsx'
import { ConditionEditor } from './ConditionEditor.tsx'
import { firstOperator, firstValue, whyBroken } from './conditions.ts'
import classes from './Filters.module.css'
import { filtersWords } from './filters.words.ts'
import { addAt, changeAt, conditionsOf, type Draft, type Group, isGroup, type Join, mostConditions, type Path, removeAt } from './tree.ts'

type BuilderProps = {
  draft: Group
  known: ReadonlyMap<string, ListColumn>
  columns: readonly ListColumn[]
  onChange: (draft: Group) => void
  onClose: () => void
  children: ReactNode
}

const joins: readonly Join[] = ['all', 'any', 'none', 'not_all']
/** Of boxes on the screen; with "none of these" each is two levels of a filter, which has five. */
const mostBoxes = 3

/** The whole filter, groups in groups. */
export function FilterBuilder({ draft, known, columns, onChange, onClose, children }: BuilderProps) {
  const say = useWords(filtersWords)
  const sayUi = useWords(ui)
  const full = conditionsOf(draft).length >= mostConditions
  return (
    <section className={classes.builder} aria-label={say('builder')}>
      <GroupBox group={draft} path={[]} root={draft} {...{ known, columns, full, onChange }} />
      <div className={classes.builderFoot}>
        {children}
        {full ? <p className={classes.matches}>{say('full', { most: mostConditions })}</p> : null}
        <CloseButton aria-label={sayUi('close')} onClick={onClose} className={classes.builderClose} />
      </div>
    </section>
  )
}

type BoxProps = {
  group: Group
  path: Path
  root: Group
  known: ReadonlyMap<string, ListColumn>
  columns: readonly ListColumn[]
  full: boolean
  onChange: (root: Group) => void
}

function GroupBox({ group, path, root, known, columns, full, onChange }: BoxProps) {
  const say = useWords(filtersWords)
  const conditionOf = (column: ListColumn): Draft | undefined => {
    const is = firstOperator(column)
    const value = is && firstValue(column, is)
    return is && { column: column.column, is, ...(value === undefined ? {} : { value }) }
  }
  const add = (column: ListColumn) => {
    const made = conditionOf(column)
    if (made) onChange(addAt(root, path, made))
  }
  const addGroup = () => {
    const [first] = columns
    const made = first && conditionOf(first)
    if (made) onChange(addAt(root, path, { join: group.join === 'any' ? 'all' : 'any', of: [made] }))
  }
  const deep = path.length + 1 >= mostBoxes
  return (
    <fieldset className={classes.group} data-inner={path.length > 0 || undefined}>
      <div className={classes.groupHead}>
        <NativeSelect
          size="xs"
          aria-label={say('join')}
          value={group.join}
          data={joins.map((join) => ({ value: join, label: say(join) }))}
          onChange={(event) => {
            const join = joins.find((each) => each === event.currentTarget.value)
            if (join) onChange(changeAt(root, path, (draft) => (isGroup(draft) ? { ...draft, join } : draft)))
          }}
        />
        {path.length > 0 ? (
          <ActionIcon size="sm" aria-label={say('remove_group')} onClick={() => onChange(removeAt(root, path))}>
            <IconX size={15} stroke={1.7} />
          </ActionIcon>
        ) : null}
      </div>
      <ul className={classes.parts}>
        {group.of.map((each, at) => (
          <li key={at} className={classes.part}>
            {isGroup(each) ? (
              <GroupBox group={each} path={[...path, at]} {...{ root, known, columns, full, onChange }} />
            ) : (
              <ConditionRow condition={each} path={[...path, at]} {...{ root, known, onChange }} />
            )}
          </li>
        ))}
      </ul>
      <div className={classes.adders}>
        <ColumnPicker label={say('add_condition')} quiet columns={columns} disabled={full} onPick={add} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconFolderPlus size={15} stroke={1.7} />}
          disabled={full || deep}
          title={deep ? say('too_deep') : undefined}
          onClick={addGroup}
        >
          {say('add_group')}
        </Button>
      </div>
    </fieldset>
  )
}

type RowProps = { condition: Exclude<Draft, Group>; path: Path; root: Group; known: ReadonlyMap<string, ListColumn>; onChange: (root: Group) => void }

function ConditionRow({ condition, path, root, known, onChange }: RowProps) {
  const say = useWords(filtersWords)
  const titleOf = useColumnTitle()
  const title = titleOf(condition.column, known.get(condition.column))
  const why = whyBroken(condition, known)
  return (
    <div className={classes.conditionRow} data-broken={(why !== undefined && why !== 'value') || undefined} role="group" aria-label={title}>
      <span className={classes.conditionTitle}>{title}</span>
      <ConditionEditor condition={condition} known={known} onChange={(next) => onChange(changeAt(root, path, () => next))} />
      <ActionIcon size="sm" aria-label={say('remove_named', { title })} onClick={() => onChange(removeAt(root, path))}>
        <IconX size={15} stroke={1.7} />
      </ActionIcon>
    </div>
  )
}
