import type { Overview } from '@weir/schema/api'
import { sentence, withoutOffset } from './names.ts'
import { grouped, opening, percent } from './numbers.ts'

export interface Headline {
  readonly title: string
  readonly lead: string
}

/** Below this share the picture is still being learned, and says so. */
const knownWell = 0.9

/** The state of everything, in one sentence and a second one. */
export function overviewHeadline(overview: Overview): Headline {
  const { attention, attention_total: total, learning, balance } = overview
  if (balance.received === 0) {
    return {
      title: 'No water yet',
      lead: 'No sensor has sent an exchange. The first one fills this page by itself.',
    }
  }
  const incidents = attention.filter(({ kind }) => kind === 'incident').length
  if (total === 0) return quiet(learning.known_share)
  const others = total - incidents
  return incidents > 0
    ? {
        title: `${opening(incidents)} ${incidents === 1 ? 'incident is' : 'incidents are'} open`,
        lead: `${storyOf(attention)} ${restOf(others, learning.known_share)}`,
      }
    : {
        title: `${opening(others)} ${others === 1 ? 'finding needs' : 'findings need'} a look`,
        lead: `${storyOf(attention)} ${restOf(others - 1, learning.known_share)}`,
      }
}

function storyOf([first]: Overview['attention']): string {
  return first === undefined ? '' : sentence(withoutOffset(first.detail))
}

function quiet(known: number | null): Headline {
  if (known === null || known < knownWell) {
    return {
      title: known === null ? 'Learning' : `Learning, ${percent(known)} known`,
      lead: 'Nothing needs attention. New traffic is noted and not yet held against what is normal.',
    }
  }
  return {
    title: 'Everything flows as learned',
    lead: `Nothing needs attention. The next call is known with ${percent(known)} certainty.`,
  }
}

function restOf(others: number, known: number | null): string {
  const more =
    others <= 0
      ? 'Nothing else needs attention.'
      : `${grouped(others)} more ${others === 1 ? 'finding needs' : 'findings need'} a look.`
  return known !== null && known < knownWell ? `${more} Learning, ${percent(known)} known.` : more
}
