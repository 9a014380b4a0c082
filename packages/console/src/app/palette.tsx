import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { paletteOperationsQuery, servicesQuery } from '../api/queries.ts'
import { useLiveControl } from '../api/use-live.ts'
import { Dialog } from '../parts/dialog.tsx'
import { OperationName } from '../parts/operation-name.tsx'
import { ranked } from '../words/fuzzy.ts'
import { pageGroups } from './pages.ts'
import { chooseTheme } from './theme.ts'

interface PaletteProps {
  readonly close: () => void
  readonly openHelp: () => void
}

/** One thing the palette can do. */
interface Entry {
  readonly id: string
  readonly group: 'Go to' | 'Do' | 'Operations' | 'Services'
  readonly text: string
  readonly shown: ReactElement | string
  readonly end: string
  readonly run: () => void
}

const mostOfGroup = 7

/** Go to, do, find: by typing a few letters of it. */
export function Palette({ close, openHelp }: PaletteProps): ReactElement {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const entries = useEntries(text, close, openHelp)
  const chosen = Math.min(at, Math.max(0, entries.length - 1))
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen, text])
  const onKey = (key: string): boolean => {
    if (key === 'Enter') entries[chosen]?.run()
    else if (key === 'ArrowDown') setAt(Math.min(entries.length - 1, chosen + 1))
    else if (key === 'ArrowUp') setAt(Math.max(0, chosen - 1))
    else return false
    return true
  }
  return (
    <Dialog label="Find or do anything" className="palette" close={close}>
      <div className="pal-in">
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={entries[chosen] === undefined ? undefined : `${list}-${chosen}`}
          aria-label="Find or do anything"
          placeholder="Find or do anything"
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => {
            setText(target.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (onKey(event.key)) event.preventDefault()
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <div ref={box} className="pal-list" role="listbox" id={list} aria-label="What was found">
        {entries.length === 0 && <p className="group">Nothing is called so.</p>}
        {entries.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entry.group !== entries[index - 1]?.group && (
              <div className="group" role="presentation">
                {entry.group}
              </div>
            )}
            <div
              role="option"
              tabIndex={-1}
              id={`${list}-${index}`}
              aria-selected={index === chosen}
              onMouseMove={() => setAt(index)}
              onClick={entry.run}
              onKeyDown={({ key }) => onKey(key)}
            >
              <span className="cut">{entry.shown}</span>
              <span className="end">
                {entry.end
                  .split(' ')
                  .map((part) => (part === '' ? null : <kbd key={part}>{part}</kbd>))}
              </span>
            </div>
          </div>
        ))}
      </div>
    </Dialog>
  )
}

function useEntries(text: string, close: () => void, openHelp: () => void): readonly Entry[] {
  const wanted = useDeferredValue(text.trim())
  const { data: services } = useQuery(servicesQuery)
  const { data: operations } = useQuery(paletteOperationsQuery(wanted))
  const fixed = useFixedEntries(close, openHelp)
  const navigate = useNavigate()
  const found: Entry[] = [...ranked(fixed, wanted, (entry) => entry.text)]
  if (wanted === '') return found
  const go = (run: () => unknown) => () => {
    close()
    void run()
  }
  const named = ranked(services?.items ?? [], wanted, ({ name }) => name)
  for (const { name } of named.slice(0, mostOfGroup)) {
    const run = go(() => navigate({ to: '/catalog', search: { service: name } }))
    found.push({ id: `service ${name}`, group: 'Services', text: name, shown: name, end: '', run })
  }
  for (const { id, method, template, service } of operations?.items.slice(0, mostOfGroup) ?? []) {
    found.push({
      id: `operation ${id}`,
      group: 'Operations',
      text: template,
      shown: (
        <>
          <OperationName method={method} template={template} />{' '}
          <span className="small dim">{service}</span>
        </>
      ),
      end: '',
      run: go(() => navigate({ to: '/catalog/$operationId', params: { operationId: id } })),
    })
  }
  return found
}

function useFixedEntries(close: () => void, openHelp: () => void): readonly Entry[] {
  const navigate = useNavigate()
  const live = useLiveControl()
  const entry = (group: Entry['group'], text: string, end: string, run: () => unknown): Entry => ({
    id: `${group} ${text}`,
    group,
    text,
    shown: text,
    end,
    run: () => {
      close()
      void run()
    },
  })
  const pages = pageGroups.flatMap(({ pages: list }) => list)
  return [
    ...pages.map(({ name, key, to }) => entry('Go to', name, `G ${key}`, () => navigate({ to }))),
    entry('Do', 'Pause or go live', 'L', () => live.toggle()),
    entry('Do', 'Copy a link to this page', '', () => navigator.clipboard.writeText(location.href)),
    entry('Do', 'Light theme', '', () => chooseTheme('light')),
    entry('Do', 'Dark theme', '', () => chooseTheme('dark')),
    entry('Do', 'Theme as the system', '', () => chooseTheme('system')),
    entry('Do', 'Show all keys', '?', openHelp),
  ]
}
