import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Check, ChevronDown, Clock, MonitorCog, Search } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { useState } from 'react'
import { useLive, useLiveControl } from '../api/use-live.ts'
import { ranges, rangeOf, usualRange } from './ranges.ts'
import { chooseTheme, chosenTheme, themes } from './theme.ts'

export interface Crumb {
  readonly name: ReactNode
  readonly to: '/findings' | '/catalog' | '/data'
  readonly search?: { readonly service?: string }
}

interface BarProps {
  /** Where this page stands; the last is the page itself. */
  readonly above?: readonly Crumb[]
  readonly here: ReactNode
}

/** Where one is, how far back one looks, and the way to everything. */
export function Bar({ above = [], here }: BarProps): ReactElement {
  return (
    <header className="bar">
      <nav className="crumb" aria-label="Where this page stands">
        {above.map(({ name, to, search = {} }) => (
          <span key={`${to} ${search.service ?? ''}`} className="row">
            <Link to={to} search={search}>
              {name}
            </Link>
            <i aria-hidden="true">/</i>
          </span>
        ))}
        <b aria-current="page">{here}</b>
      </nav>
      <div className="sp" />
      <LiveMark />
      <RangeMenu />
      <ThemeMenu />
      <button type="button" className="btn find" onClick={openPalette}>
        <Search size={14} strokeWidth={1.4} aria-hidden="true" />
        <span className="t">Find or do anything</span>
        <kbd>Ctrl K</kbd>
      </button>
    </header>
  )
}

function openPalette(): void {
  document.querySelector<HTMLElement>('[data-open-palette]')?.click()
}

const liveWords = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  lost: 'Not live',
  'signed-out': 'Signed out',
} as const

function LiveMark(): ReactElement {
  const { state } = useLive()
  const live = useLiveControl()
  return (
    <button
      type="button"
      className={`live ${state.kind}`}
      onClick={() => live.toggle()}
      title={state.kind === 'paused' ? 'Go live (L)' : 'Pause (L)'}
    >
      {liveWords[state.kind]}
    </button>
  )
}

function RangeMenu(): ReactElement {
  const { t } = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const range = rangeOf(t)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn" aria-label={`Time range: ${range.label}`}>
        <Clock size={14} strokeWidth={1.4} aria-hidden="true" />
        {range.label}
        <ChevronDown size={12} strokeWidth={1.6} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
        <DropdownMenu.RadioGroup
          value={range.id}
          onValueChange={(id) => {
            const next = ranges.find((one) => one.id === id) ?? usualRange
            void navigate({ to: '.', search: (before) => ({ ...before, t: next.id }) })
          }}
        >
          {ranges.map(({ id, label }) => (
            <Choice key={id} value={id} label={label} />
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function ThemeMenu(): ReactElement {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn hide-n" aria-label={`Theme: ${theme}`} title="Theme">
        <MonitorCog size={14} strokeWidth={1.4} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
        <DropdownMenu.RadioGroup
          value={theme}
          onValueChange={(name) => {
            const next = themes.find((one) => one === name) ?? 'system'
            chooseTheme(next)
            setTheme(next)
          }}
        >
          {themes.map((name) => (
            <Choice key={name} value={name} label={themeWords[name]} />
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

const themeWords = { system: 'As the system', light: 'Light', dark: 'Dark' } as const

function Choice({
  value,
  label,
}: {
  readonly value: string
  readonly label: string
}): ReactElement {
  return (
    <DropdownMenu.RadioItem value={value}>
      <span className="tick">
        <DropdownMenu.ItemIndicator>
          <Check size={12} strokeWidth={2} aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      {label}
    </DropdownMenu.RadioItem>
  )
}
