import { Button, Group, Modal } from '@mantine/core'
import { ApiProblem } from '../../ui/api.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import type { Waiting } from './edits.ts'
import classes from './Outbox.module.css'
import { closeWaiting } from './open.ts'
import { outboxWords } from './outbox.words.ts'
import { discard, tryAgain, useWaiting } from './store.ts'
import { useSaidEdit } from './useSaid.ts'

/** What waits to be sent, in order; before somebody signs out it asks whether they mean it. */
export default function WaitingList({ leave }: { leave: ((yes: boolean) => void) | undefined }) {
  const say = useWords(outboxWords)
  const waiting = useWaiting()
  return (
    <Modal opened onClose={() => closeWaiting()} title={say('title')} size="lg">
      <p className="quiet small">{say(leave ? 'leave_text' : 'lead')}</p>
      <ol className={classes.list}>
        {waiting.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ol>
      {leave ? (
        <Group gap={8} justify="flex-end" mt="md">
          <Button variant="default" data-autofocus onClick={() => closeWaiting()}>
            {say('stay')}
          </Button>
          <Button color="red" onClick={() => closeWaiting(true)}>
            {say('leave')}
          </Button>
        </Group>
      ) : null}
    </Modal>
  )
}

function Row({ one }: { one: Waiting }) {
  const say = useWords(outboxWords)
  const explain = useExplain()
  const what = useSaidEdit()(one.edit)
  const { trouble } = one
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <p dir="auto">{what}</p>
        <p className="faint small">
          {one.edit.who ? `${one.edit.who} · ` : ''}
          <When at={one.at} as="both" />
        </p>
        {trouble && 'status' in trouble ? (
          <p className={classes.why} role="alert">
            {explain(new ApiProblem(trouble.status, trouble.detail, trouble.place ?? undefined))}
          </p>
        ) : null}
        {trouble && 'theirs' in trouble ? <Clash trouble={trouble} mine={mineOf(one) ?? say('empty')} /> : null}
      </div>
      <div className={classes.buttons}>
        {trouble ? (
          <Button size="compact-xs" variant="light" onClick={() => tryAgain(one.id)}>
            {say('theirs' in trouble ? 'keep_mine' : 'again')}
          </Button>
        ) : null}
        <Button
          size="compact-xs"
          variant="default"
          aria-label={trouble && 'theirs' in trouble ? undefined : say('discard_named', { what })}
          onClick={() => discard(one.id)}
        >
          {say(trouble && 'theirs' in trouble ? 'keep_theirs' : 'discard')}
        </Button>
      </div>
    </li>
  )
}

const mineOf = ({ edit }: Waiting): string | null => (edit.kind === 'field' ? edit.value : edit.kind === 'owner' ? edit.name : null)

type Met = { theirs: string | null; by: string | null; at: string | null }

/** Both values side by side, as where two write one field at the same moment. */
function Clash({ trouble, mine }: { trouble: Met; mine: string }) {
  const say = useWords(outboxWords)
  return (
    <>
      <p className={classes.why} role="alert">
        {say('clash')}
      </p>
      <dl className={classes.both}>
        <dt>{say('mine')}</dt>
        <dd dir="auto">{mine}</dd>
        <dt>{say('theirs')}</dt>
        <dd dir="auto">
          {trouble.theirs ?? say('empty')}
          {trouble.by || trouble.at ? (
            <span className="faint small">
              {' '}
              {trouble.by} {trouble.at ? <When at={trouble.at} as="both" /> : null}
            </span>
          ) : null}
        </dd>
      </dl>
    </>
  )
}
