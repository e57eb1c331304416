import { Button, FileButton, NativeSelect, Textarea } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { roads } from '../../../src/keep/rights/cases/shapes.ts'
import { bytes } from '../../ui/formats.ts'
import { trouble } from '../../ui/notices.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { ofWords } from './of.words.ts'
import { sendProof } from './ofQueries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

const largest = 10
const entered = roads.filter((road) => road !== 'portal')
type EnteredRoad = (typeof entered)[number]

/** By which road something came and what shows it, as a form asks for it. */
export function useShown(customerId: string, first: EnteredRoad = 'phone') {
  const [road, setRoad] = useState<EnteredRoad>(first)
  const [evidence, setEvidence] = useState('')
  const [file, setFile] = useState<File | null>(null)
  return {
    road,
    evidence,
    file,
    setRoad,
    setEvidence,
    setFile,
    ready: evidence.trim().length >= 3,
    /** Keeps the file, where there is one; gives what the entry names. */
    sent: async () => ({ road, evidence, proof_id: file ? (await sendProof(customerId, file)).id : null }),
  }
}

type ShownProps = { of: ReturnType<typeof useShown>; at: (place: 'road' | 'evidence' | 'proof_id') => string | undefined }

export function Shown({ of, at }: ShownProps) {
  const say = useWords(ofWords)
  const sayRight = useWords(rightsWords)
  const language = useLanguage()
  const size = bytes(largest * 1_000_000, language)
  const take = (taken: File | null) => {
    if (taken && taken.size > largest * 1024 * 1024) trouble(say('too_large', { name: taken.name, size }))
    else of.setFile(taken)
  }
  return (
    <>
      <NativeSelect
        label={say('road')}
        value={of.road}
        error={at('road')}
        data={entered.map((value) => ({ value, label: sayRight(`road_${value}`) }))}
        onChange={(event) => of.setRoad(entered.find((one) => one === event.currentTarget.value) ?? 'phone')}
      />
      <Textarea
        label={say('evidence')}
        description={say('evidence_hint')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={of.evidence}
        error={at('evidence')}
        onChange={(event) => of.setEvidence(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        {of.file ? (
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconX size={13} />} onClick={() => of.setFile(null)}>
            {say('file_drop', { name: of.file.name })}
          </Button>
        ) : (
          <FileButton onChange={take}>
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconPaperclip size={15} stroke={1.6} />}>
                {say('file')}
              </Button>
            )}
          </FileButton>
        )}
        <span className="faint small">{at('proof_id') ?? say('file_hint', { size })}</span>
      </div>
    </>
  )
}
