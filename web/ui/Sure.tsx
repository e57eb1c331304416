import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import classes from './Sure.module.css'

/** A button that asks once more, beside itself, before something that cannot be taken back. */
export function Sure({ label, question, loading, onYes }: { label: string; question: string; loading: boolean; onYes: () => void }) {
  const [asking, setAsking] = useState(false)
  return (
    <Popover opened={asking} onChange={setAsking} width={280} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAsking(!asking)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.ask}>
          <p>{question}</p>
          <Button size="xs" color="red" loading={loading} onClick={onYes}>
            {label}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
