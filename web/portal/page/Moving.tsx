import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { lookAtMyMove, move, takeMyMove } from '../../../src/keep/rights/moving/contract.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { MoveItem, MoveSigned } from '../../ui/MoveItem.tsx'
import { upload } from '../../ui/upload.ts'
import { useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { movingWords } from './moving.words.ts'

const zip = { output: move, type: 'application/zip' }

/** A copy that another company gave: who signed it, thing by thing what it would change here, and what of it is taken. */
export function Moving() {
  const say = useWords(movingWords)
  const client = useQueryClient()
  const [file, setFile] = useState<File>()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const look = useMutation({
    mutationFn: (brought: File) => upload(lookAtMyMove.path, { ...zip, file: brought }),
    onSuccess: ({ items }) => setChosen(items.filter(({ becomes }) => becomes !== 'other').map(({ item }) => item)),
    retry: false,
  })
  const take = useMutation({
    mutationFn: (brought: File) => upload(takeMyMove.path, { ...zip, file: brought, query: { take: chosen.join(',') } }),
    onSuccess: () => {
      look.reset()
      void client.invalidateQueries()
    },
    retry: false,
  })
  const bring = (brought: File | null) => {
    if (!brought) return
    take.reset()
    setFile(brought)
    look.mutate(brought)
  }
  return (
    <Part title={say('title')} lead={say('lead')}>
      <div>
        <FileButton accept=".zip,application/zip" onChange={bring} inputProps={{ 'aria-label': say('choose') }}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.6} />} loading={look.isPending}>
              {say('choose')}
            </Button>
          )}
        </FileButton>
      </div>
      {look.data && file ? (
        <form
          className={classes.moving}
          onSubmit={(event) => {
            event.preventDefault()
            take.mutate(file)
          }}
        >
          <MoveSigned of={look.data} />
          {look.data.items.length === 0 ? <p>{say('nothing')}</p> : null}
          {look.data.items.map((item) => (
            <MoveItem
              key={item.item}
              item={item}
              checked={chosen.includes(item.item)}
              onChange={(on) => setChosen(on ? [...chosen, item.item] : chosen.filter((one) => one !== item.item))}
            />
          ))}
          <div>
            <Button type="submit" loading={take.isPending} disabled={chosen.length === 0}>
              {say('take')}
            </Button>
          </div>
        </form>
      ) : null}
      <div aria-live="polite">
        {take.data ? <p className="quiet">{say('taken', { company: take.data.issuer.company })}</p> : null}
        {look.error ? <ErrorBox error={look.error} /> : null}
        {take.error ? <ErrorBox error={take.error} /> : null}
      </div>
    </Part>
  )
}
