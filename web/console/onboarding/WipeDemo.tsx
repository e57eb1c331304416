import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readState } from '../../../src/keep/access/contract.ts'
import { wipeDemo } from '../../../src/office/health/contract.ts'
import { call } from '../../ui/api.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { onboardingWords } from './onboarding.words.ts'

const lookEveryMs = 1_000
const longestMs = 180_000

/** Asks for the company's name and empties the demo; when the house is back, the page begins anew. */
export default function WipeDemo({ company, onClose }: { company: string; onClose: () => void }) {
  const say = useWords(onboardingWords)
  const sayUi = useWords(ui)
  const [typed, setTyped] = useState('')
  const troubles = useTroubles(['company'])
  const wipe = useAct({
    run: async () => {
      await call(wipeDemo, { body: { company: typed } })
      await backAgain()
    },
    then: () => location.assign('/'),
    told: troubles.take,
  })
  return (
    <Modal opened onClose={wipe.isPending ? () => undefined : onClose} title={say('wipe_title')} withCloseButton={!wipe.isPending}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          wipe.mutate(undefined)
        }}
        style={{ display: 'grid', gap: 14 }}
      >
        <p>{say('wipe_text')}</p>
        <TextInput
          data-autofocus
          label={say('wipe_type', { company })}
          value={typed}
          error={troubles.at('company')}
          disabled={wipe.isPending}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <p role="status" className="quiet small">
          {wipe.isPending ? say('wiping') : ''}
        </p>
        <Group justify="flex-end">
          <Button variant="default" disabled={wipe.isPending} onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" color="red" loading={wipe.isPending} disabled={typed.trim() !== company}>
            {say('wipe')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

/** Settles when the house went away and answers again. */
async function backAgain(): Promise<void> {
  let away = false
  for (let waited = 0; waited < longestMs; waited += lookEveryMs) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const answers = await call(readState).then(
      () => true,
      () => false,
    )
    if (away && answers) return
    away ||= !answers
  }
}
