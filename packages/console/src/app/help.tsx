import type { ReactElement } from 'react'
import { useState } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { keyHelp } from './keys.ts'
import { lettersAreOn, switchLetters } from './letters.ts'

/** All keys, and the switch for single letters. */
export function Help({ close }: { readonly close: () => void }): ReactElement {
  const [on, setOn] = useState(lettersAreOn)
  return (
    <Dialog label="All keys" close={close}>
      <header>
        <h2>All keys</h2>
        <div className="sp" />
        <button type="button" className="btn s" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <table>
        <tbody>
          {keyHelp.map(([keys, what]) => (
            <tr key={keys}>
              <td>
                {keys
                  .split(' ')
                  .map((part) => (part === 'then' ? ' then ' : <kbd key={part}>{part}</kbd>))}
              </td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className="row pad">
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => {
            switchLetters(target.checked)
            setOn(target.checked)
          }}
        />
        Single letters act as keys
      </label>
    </Dialog>
  )
}
