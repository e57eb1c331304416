import { ActionIcon, Button, Menu, NativeSelect, Select } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowUp,
  IconBoxMultiple,
  IconCopy,
  IconDots,
  IconFolderPlus,
  IconX,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Condition } from '../../../../src/office/audiences/rule.ts'
import { useWords } from '../../../ui/words.ts'
import { filtersWords } from '../../filters/filters.words.ts'
import { aboutQuery } from '../../session/session.ts'
import { ListInputs } from '../lists/ListInputs.tsx'
import classes from './Building.module.css'
import { buildWords } from './build.words.ts'
import { beginning, useChoices, useConditionTitle } from './choices.ts'
import {
  add,
  type Box,
  boxOf,
  changeBox,
  conditionsIn,
  duplicate,
  isBox,
  type Join,
  type Leaf,
  leafOf,
  limits,
  move,
  type Node,
  replace,
  wrap,
} from './draft.ts'
import { BoughtInputs, EventInputs, LastInputs, SequenceInputs, SpentInputs } from './Happenings.tsx'
import { AboutInputs, AudienceInputs, ClassInputs, ListedInputs, OwnInputs, ReachInputs } from './Knowings.tsx'
import { useOffered } from './offered.ts'
import { TraitInputs } from './TraitInputs.tsx'
import type { Editing } from './useRule.ts'

type BuilderProps = { editing: Editing /** What the server says is wrong, and with which part. */; wrong: { id: number; sentence: string } | undefined }

/** A rule as boxes and sentences. Everything is done by keys too: each part has a menu to move it, repeat it and put it into a group. */
export function RuleBuilder({ editing, wrong }: BuilderProps) {
  const say = useWords(buildWords)
  const { history, root } = editing
  const count = conditionsIn(root)
  return (
    <section className={classes.builder} aria-label={say('builder')}>
      <BoxView box={root} depth={1} editing={editing} wrong={wrong} full={count >= limits.conditions} />
      {count === 0 ? <p className="quiet small">{say('nothing_yet')}</p> : null}
      <div className={classes.foot}>
        <ActionIcon aria-label={say('undo')} disabled={history.past.length === 0} onClick={editing.undo}>
          <IconArrowBackUp size={17} stroke={1.7} />
        </ActionIcon>
        <ActionIcon aria-label={say('redo')} disabled={history.future.length === 0} onClick={editing.redo}>
          <IconArrowForwardUp size={17} stroke={1.7} />
        </ActionIcon>
        {count >= limits.conditions ? <span className="quiet small">{say('full', { most: limits.conditions })}</span> : null}
      </div>
    </section>
  )
}

const joins: readonly Join[] = ['all', 'any', 'none']
type Inside = { editing: Editing; wrong: BuilderProps['wrong']; full: boolean }
type BoxProps = Inside & { box: Box; depth: number }

function BoxView({ box, depth, editing, wrong, full }: BoxProps) {
  const say = useWords(buildWords)
  const words = useWords(filtersWords)
  const { root, change } = editing
  const crowded = full || box.of.length >= limits.inGroup
  const put = (condition: Condition) => change(add(root, box.id, leafOf(condition)))
  return (
    <fieldset className={classes.box} data-inner={depth > 1 || undefined}>
      <div className={classes.boxHead}>
        <NativeSelect
          size="xs"
          aria-label={words('join')}
          value={box.join}
          data={joins.map((join) => ({ value: join, label: words(join) }))}
          onChange={(event) => {
            const join = joins.find((each) => each === event.currentTarget.value)
            if (join) change(changeBox(root, box.id, (found) => ({ ...found, join })))
          }}
        />
        {depth > 1 ? <PartDeeds node={box} title={say('group')} editing={editing} deep /> : null}
      </div>
      {wrong?.id === box.id ? <Wrong sentence={wrong.sentence} /> : null}
      {box.of.length > 0 ? (
        <ul className={classes.parts}>
          {box.of.map((node) => (
            <li key={node.id}>
              {isBox(node) ? (
                <BoxView box={node} depth={depth + 1} editing={editing} wrong={wrong} full={full} />
              ) : (
                <LeafRow leaf={node} deep={depth >= limits.depth} editing={editing} wrong={wrong} full={full} />
              )}
            </li>
          ))}
        </ul>
      ) : depth > 1 ? (
        <p className="quiet small">{say('empty_box')}</p>
      ) : null}
      <div className={classes.adders}>
        <Adder disabled={crowded} onAdd={put} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconFolderPlus size={15} stroke={1.7} />}
          disabled={crowded || depth >= limits.depth}
          onClick={() => change(add(root, box.id, boxOf(box.join === 'any' ? 'all' : 'any', [])))}
        >
          {words('add_group')}
        </Button>
      </div>
    </fieldset>
  )
}

function Adder({ disabled, onAdd }: { disabled: boolean; onAdd: (condition: Condition) => void }) {
  const say = useWords(buildWords)
  const words = useWords(filtersWords)
  const choices = useChoices()
  const offered = useOffered()
  const { data: about } = useQuery(aboutQuery)
  return (
    <Select
      key={offered ? 'offered' : 'empty'}
      size="xs"
      className={classes.adder ?? ''}
      aria-label={say('add_condition')}
      placeholder={say('add_condition')}
      searchable
      selectFirstOptionOnChange
      disabled={disabled || !offered}
      value={null}
      data={choices}
      maxDropdownHeight={320}
      nothingFoundMessage={words('nothing_fits')}
      onChange={(chosen) => {
        const made = chosen === null ? undefined : beginning(chosen, offered, about?.currency ?? 'RUB')
        if (made) onAdd(made)
      }}
    />
  )
}

type LeafProps = Inside & { leaf: Leaf; deep: boolean }

function LeafRow({ leaf, deep, editing, wrong, full }: LeafProps) {
  const say = useWords(buildWords)
  const titleOf = useConditionTitle()
  const title = titleOf(leaf.condition)
  const mine = wrong?.id === leaf.id ? wrong : undefined
  const lacking = !editing.whole(leaf.condition)
  return (
    <div className={classes.leaf} data-wrong={mine ? true : undefined} role="group" aria-label={title}>
      <div className={classes.leafHead}>
        <span className={classes.leafTitle}>{title}</span>
        <PartDeeds node={leaf} title={title} editing={editing} deep={deep} full={full} />
      </div>
      <div className={classes.inputs}>
        <Inputs
          condition={leaf.condition}
          onChange={(condition) =>
            editing.change(
              replace(editing.root, leaf.id, (node) => [{ id: node.id, condition }]),
              leaf.id,
            )
          }
        />
      </div>
      {mine ? <Wrong sentence={mine.sentence} /> : null}
      {lacking && !mine ? <p className="quiet small">{say('lacking')}</p> : null}
    </div>
  )
}

function Wrong({ sentence }: { sentence: string }) {
  return (
    <p role="alert" className={classes.wrong}>
      {sentence}
    </p>
  )
}

type DeedsProps = { node: Node; title: string; editing: Editing; deep: boolean; full?: boolean }

function PartDeeds({ node, title, editing, deep, full = false }: DeedsProps) {
  const say = useWords(buildWords)
  const { root, change } = editing
  const [up, down] = [move(root, node.id, -1), move(root, node.id, 1)]
  const crowded = full || conditionsIn(root) + conditionsIn(node) > limits.conditions
  return (
    <span className={classes.deeds}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={say('more', { title })}>
            <IconDots size={15} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowUp size={15} />} disabled={!up} onClick={() => up && change(up)}>
            {say('up')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={15} />} disabled={!down} onClick={() => down && change(down)}>
            {say('down')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} disabled={crowded} onClick={() => change(duplicate(root, node.id))}>
            {say('duplicate')}
          </Menu.Item>
          {isBox(node) ? null : (
            <Menu.Item leftSection={<IconBoxMultiple size={15} />} disabled={deep} onClick={() => change(wrap(root, node.id))}>
              {say('wrap')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ActionIcon size="sm" aria-label={say('remove', { title })} onClick={() => change(replace(root, node.id, () => []))}>
        <IconX size={15} stroke={1.7} />
      </ActionIcon>
    </span>
  )
}

function Inputs({ condition, onChange }: { condition: Condition; onChange: (condition: Condition) => void }) {
  if ('bought' in condition) return <BoughtInputs condition={condition} onChange={onChange} />
  if ('spent' in condition) return <SpentInputs condition={condition} onChange={onChange} />
  if ('last_purchase' in condition) return <LastInputs condition={condition} onChange={onChange} />
  if ('event' in condition) return <EventInputs condition={condition} onChange={onChange} />
  if ('sequence' in condition) return <SequenceInputs condition={condition} onChange={onChange} />
  if ('value_class' in condition) return <ClassInputs condition={condition} onChange={onChange} />
  if ('reach' in condition) return <ReachInputs condition={condition} onChange={onChange} />
  if ('trait' in condition) return <TraitInputs condition={condition} onChange={onChange} />
  if ('about' in condition) return <AboutInputs condition={condition} onChange={onChange} />
  if ('own' in condition) return <OwnInputs condition={condition} onChange={onChange} />
  if ('audience' in condition) return <AudienceInputs condition={condition} onChange={onChange} />
  if ('list' in condition) return <ListInputs condition={condition} onChange={onChange} />
  return <ListedInputs condition={condition} onChange={onChange} />
}
