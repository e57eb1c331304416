import { Button, FileButton, Modal, NativeSelect, Textarea } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { MandateView } from '../../../src/keep/rights/cases/shapes.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { MoveItem, MoveSigned } from '../../ui/MoveItem.tsx'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { broughtWords } from './brought.words.ts'
import { ofWords } from './of.words.ts'
import { lookAtCopy, takeCopy } from './ofQueries.ts'
import { useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { Shown, useShown } from './Shown.tsx'

/** A colleague takes in a copy that its customer brought or sent: who signed it, what the customer wants of it, and what shows that they do. */
export function BroughtForm({ customerId, mandates, onClose }: { customerId: string; mandates: readonly MandateView[]; onClose: () => void }) {
  const say = useWords(broughtWords)
  const [copy, setCopy] = useState<File>()
  const look = useMutation({ mutationFn: (brought: File) => lookAtCopy(customerId, brought), retry: false })
  const bring = (brought: File | null) => {
    if (!brought) return
    setCopy(brought)
    look.mutate(brought)
  }
  return (
    <Modal opened onClose={onClose} title={say('title')} size="lg">
      <div className={classes.form}>
        <p>{say('lead')}</p>
        <div>
          <FileButton accept=".zip,application/zip" onChange={bring} inputProps={{ 'aria-label': say('choose') }}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.6} />} loading={look.isPending}>
                {say('choose')}
              </Button>
            )}
          </FileButton>
        </div>
        {look.error ? <ErrorBox error={look.error} /> : null}
        {look.data && copy ? (
          <Taking key={look.submittedAt} customerId={customerId} mandates={mandates} copy={copy} found={look.data} onClose={onClose} />
        ) : null}
      </div>
    </Modal>
  )
}

type TakingProps = { customerId: string; mandates: readonly MandateView[]; copy: File; found: Awaited<ReturnType<typeof lookAtCopy>>; onClose: () => void }

/** Nothing is ticked beforehand where something else stands here. */
function Taking({ customerId, mandates, copy, found, onClose }: TakingProps) {
  const say = useWords(broughtWords)
  const sayOf = useWords(ofWords)
  const sayUi = useWords(ui)
  const renewed = useRenewed()
  const troubles = useTroubles(['words', 'road', 'evidence', 'proof_id', 'mandate_id'])
  const shown = useShown(customerId, 'counter')
  const [words, setWords] = useState('')
  const [mandate, setMandate] = useState('')
  const holders = mandates.filter((one) => one.holds && one.powers.includes('moving'))
  const [chosen, setChosen] = useState<readonly string[]>(found.items.filter(({ becomes }) => becomes !== 'other').map(({ item }) => item))
  const take = useAct({
    run: async () =>
      takeCopy(customerId, copy, {
        take: chosen,
        words: words.trim() === '' ? null : words,
        mandate_id: holders.some((one) => one.id === mandate) ? mandate : null,
        ...(await shown.sent()),
      }),
    told: troubles.take,
    then: (taken) => {
      notice(say('taken', { company: taken.issuer.company, number: taken.case?.number ?? '' }))
      renewed(customerId)
      onClose()
    },
  })
  const ready = shown.ready && chosen.length > 0 && (words.trim() !== '' || shown.file !== null)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        troubles.clear()
        if (ready) take.mutate(undefined)
      }}
    >
      <MoveSigned of={found} />
      {found.left_out > 0 ? <p className="quiet small">{say('left_out', { count: found.left_out })}</p> : null}
      {found.items.length === 0 ? <p>{say('nothing')}</p> : <strong>{say('tick')}</strong>}
      {found.items.map((item) => (
        <MoveItem
          key={item.item}
          theirs
          item={item}
          checked={chosen.includes(item.item)}
          onChange={(on) => setChosen(on ? [...chosen, item.item] : chosen.filter((one) => one !== item.item))}
        />
      ))}
      <Textarea
        label={sayOf('words')}
        description={sayOf('words_hint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={words}
        error={troubles.at('words')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {holders.length > 0 ? (
        <NativeSelect
          label={sayOf('on_behalf')}
          value={mandate}
          error={troubles.at('mandate_id')}
          data={[{ value: '', label: sayOf('themselves') }, ...holders.map((one) => ({ value: one.id, label: one.holder }))]}
          onChange={(event) => setMandate(event.currentTarget.value)}
        />
      ) : null}
      <Shown of={shown} at={troubles.at} />
      <div className={classes.actions}>
        <Button type="submit" loading={take.isPending} disabled={!ready}>
          {say('take')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {sayUi('cancel')}
        </Button>
      </div>
    </form>
  )
}
