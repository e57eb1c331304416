import { Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconShieldLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useEffect, useState } from 'react'
import { chooseDensity, densities, schemes, useDensity } from '../../ui/look.ts'
import { ui } from '../../ui/ui.words.ts'
import { chooseLanguage, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useSignOut } from '../session/useSignOut.ts'
import { pickRole } from './roles.ts'
import { shell } from './shell.words.ts'
import classes from './UserMenu.module.css'

/** The menu itself; it opens as soon as it is drawn. The target is the button it stands at, `onDrawn` is told when that stands again. */
export default function UserMenuOpen({ target, onDrawn }: { target: ReactElement; onDrawn: () => void }) {
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    onDrawn()
    setOpened(true)
  }, [])
  const say = useWords(shell)
  const me = useMe()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={272} closeOnItemClick opened={opened} onChange={setOpened}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <div className={classes.head}>
          <p className={classes.name}>{me.name}</p>
          <p className="quiet small">{pickRole(me.role, say)}</p>
        </div>
        <Menu.Divider />
        <Look />
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconShieldLock size={16} stroke={1.6} />}>
          {say('account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={signOut}>
          {say('sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Look() {
  const say = useWords(ui)
  const language = useLanguage()
  const density = useDensity()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className={classes.look}>
      <Choice
        label={say('language')}
        value={language}
        onChange={chooseLanguage}
        options={[
          ['en', 'English'],
          ['ru', 'Русский'],
        ]}
      />
      <Choice label={say('theme')} value={colorScheme} onChange={setColorScheme} options={schemes.map((each) => [each, say(`theme_${each}`)])} />
      <Choice label={say('density')} value={density} onChange={chooseDensity} options={densities.map((each) => [each, say(`density_${each}`)])} />
    </div>
  )
}

type ChoiceProps<T extends string> = { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (chosen: T) => void }

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div>
      <p className={classes.label}>{label}</p>
      <SegmentedControl fullWidth aria-label={label} value={value} onChange={onChange} data={options.map(([key, text]) => ({ value: key, label: text }))} />
    </div>
  )
}
