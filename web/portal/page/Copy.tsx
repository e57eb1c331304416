import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { makeMyCopy } from '../../../src/office/portal/copy/contract.ts'
import { ApiProblem, callForFile } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { save } from '../../ui/save.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { Confirming } from '../rights/Confirming.tsx'
import { Part } from '../shell/Leaf.tsx'
import { copyWords } from './copy.words.ts'

/** One button: everything that is held, to take along, for whoever has just shown that it is them. */
export function Copy() {
  const say = useWords(copyWords)
  const language = useLanguage()
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => callForFile(makeMyCopy, { query: { language } }),
    onSuccess: (file) => save(`rapport-copy-${new Date().toISOString().slice(0, 10)}.zip`, file, 'application/zip'),
    retry: false,
  })
  const mustShow = error instanceof ApiProblem && error.place === 'confirm'
  return (
    <Part title={say('title')} lead={`${say(child === undefined ? 'lead' : 'lead_child')} ${say('signed')}`}>
      {mustShow ? (
        <Confirming onDone={() => mutate()} />
      ) : (
        <div>
          <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} loading={isPending} onClick={() => mutate()}>
            {say('make')}
          </Button>
        </div>
      )}
      <div aria-live="polite">
        {isPending ? <p className="quiet">{say('making')}</p> : null}
        {isSuccess ? <p className="quiet">{say('done')}</p> : null}
        {error && !mustShow ? <ErrorBox error={error} onRetry={() => mutate()} /> : null}
      </div>
    </Part>
  )
}
