import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { notice } from '../../ui/notices.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { hasPasskeys } from './hasPasskeys.ts'
import { addPasskey } from './passkey.ts'
import { sessionWords } from './session.words.ts'

export default function AddPasskey() {
  const say = useWords(sessionWords)
  const { mutate, isPending, isError } = useMutation({ mutationFn: addPasskey, onSuccess: () => notice(say('passkey_added')) })
  const possible = hasPasskeys()
  return (
    <div>
      <Button variant="default" disabled={!possible} loading={isPending} onClick={() => mutate()} leftSection={<IconFingerprint size={17} stroke={1.6} />}>
        {say('passkey_add')}
      </Button>
      {possible ? null : <p className={classes.hint}>{say('passkey_no')}</p>}
      <p role="alert" className={classes.wrong} hidden={!isError}>
        {isError ? say('passkey_failed') : ''}
      </p>
    </div>
  )
}
