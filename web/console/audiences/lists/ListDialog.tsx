import { Button, FileButton, Modal, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { origins, runImport, uploadImport } from '../../../../src/keep/imports/contract.ts'
import { ApiProblem, call } from '../../../ui/api.ts'
import { DropArea } from '../../../ui/DropArea.tsx'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { ui } from '../../../ui/ui.words.ts'
import { upload } from '../../../ui/upload.ts'
import { useWords } from '../../../ui/words.ts'
import { usePurposeTitle } from '../../exports/useExportTitles.ts'
import { useMyPurposes } from '../../purposes/useMyPurposes.ts'
import { Found } from './Found.tsx'
import classes from './Lists.module.css'
import { listsWords } from './lists.words.ts'

type DialogProps = { /** What is proposed. */ purpose: string; onClose: () => void; onList: (list: string) => void }
const ways = [...origins, 'bought'] as const
type Way = (typeof ways)[number]
const isWay = (value: string): value is Way => ways.some((way) => way === value)

/** Brings a list of people: what it is, its file or the pasted lines, and then who of them was found. */
export default function ListDialog({ purpose: proposed, onClose, onList }: DialogProps) {
  const say = useWords(listsWords)
  const sayUi = useWords(ui)
  const purposes = useMyPurposes(proposed)
  const titleOf = usePurposeTitle()
  const [title, setTitle] = useState('')
  const [wished, setPurpose] = useState<string>()
  const purpose = wished ?? purposes[0] ?? proposed
  const [origin, setOrigin] = useState<Way>()
  const [pasted, setPasted] = useState('')
  const brought = useMutation({
    mutationFn: async (file: File) => {
      const query = { preset: 'list', title: title.trim(), purpose, origin: origin ?? '' }
      const view = await upload(uploadImport.path, { file, output: uploadImport.output, type: 'application/octet-stream', query })
      try {
        return await call(runImport, { params: { id: view.id } })
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 400) return view
        throw error
      }
    },
  })
  const ready = title.trim() !== '' && origin !== undefined && origin !== 'bought'
  const take = (file: File | null | undefined) => {
    if (file && ready) brought.mutate(file)
  }
  return (
    <Modal opened onClose={onClose} size="lg" closeButtonProps={{ 'aria-label': sayUi('close') }} title={say('dialog')}>
      {brought.data ? (
        <Found
          id={brought.data.id}
          onAnother={() => brought.reset()}
          onPut={() => {
            onList(brought.data.id)
            onClose()
          }}
        />
      ) : (
        <div className={classes.form}>
          <p className="quiet">{say('lead')}</p>
          <TextInput
            data-autofocus
            label={say('name')}
            description={say('name_hint')}
            value={title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <NativeSelect
            label={say('purpose')}
            description={say('purpose_hint')}
            value={purpose}
            data={purposes.map((code) => ({ value: code, label: titleOf(code) }))}
            onChange={(event) => setPurpose(event.currentTarget.value)}
          />
          <Radio.Group label={say('origin')} value={origin ?? null} onChange={(value) => (isWay(value) ? setOrigin(value) : undefined)}>
            <div className={classes.ways}>
              {ways.map((way) => (
                <Radio key={way} value={way} label={say(`origin_${way}`)} />
              ))}
            </div>
          </Radio.Group>
          {origin === 'bought' ? (
            <p role="alert" className={classes.no}>
              {say('bought')}
            </p>
          ) : (
            <>
              <DropArea shown label={say('drop')} onFile={take}>
                <p>{brought.isPending ? say('uploading') : say('drop')}</p>
                <FileButton onChange={take} accept=".csv,.tsv,.txt,.xlsx" disabled={!ready || brought.isPending}>
                  {(button) => (
                    <Button variant="default" disabled={!ready} loading={brought.isPending} {...button}>
                      {say('choose')}
                    </Button>
                  )}
                </FileButton>
                <p className="faint small">{say(ready ? 'kinds' : 'first')}</p>
              </DropArea>
              <Textarea
                label={say('or_paste')}
                description={say('paste_hint')}
                value={pasted}
                autosize
                minRows={3}
                maxRows={8}
                spellCheck={false}
                onChange={(event) => setPasted(event.currentTarget.value)}
              />
              <Button
                className={classes.act ?? ''}
                disabled={!ready || pasted.trim() === ''}
                loading={brought.isPending}
                onClick={() => take(new File([pasted], 'list.csv', { type: 'text/csv' }))}
              >
                {say('match')}
              </Button>
            </>
          )}
          {brought.error ? <ErrorBox error={brought.error} /> : null}
        </div>
      )}
    </Modal>
  )
}
