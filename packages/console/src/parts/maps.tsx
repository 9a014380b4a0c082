import type { ReactElement } from 'react'

/** Ids of OWASP API Security Top 10 (2023) and MITRE ATT&CK. */
export function Maps({ maps }: { readonly maps: readonly string[] }): ReactElement | null {
  const owasp = maps.filter((id) => id.startsWith('API')).map((id) => id.replace(':2023', ''))
  const attack = maps.filter((id) => id.startsWith('T'))
  return (
    <>
      {owasp.length > 0 && (
        <span className="small dim hide-n" title="OWASP API Security Top 10, 2023">
          OWASP {owasp.toSorted().join(', ')}
        </span>
      )}
      {attack.length > 0 && (
        <span className="small dim hide-n" title="MITRE ATT&CK techniques">
          {attack.toSorted().join(', ')}
        </span>
      )}
    </>
  )
}
