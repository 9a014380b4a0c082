import type { Paper } from './text.ts'

export interface ServeFacts {
  readonly url: string
  readonly consoleUrl: string
  readonly sensor: { readonly url: string; readonly key: string }
  readonly data: string
  readonly environment: string
  readonly host: string
}

/** What a person needs once Weir runs: where to look, how to send, how to let others in. */
export function serveText(facts: ServeFacts, paper: Paper): string {
  const { url, consoleUrl, sensor, data, environment, host } = facts
  const lines = [
    paper.style('bold', `Weir watches "${environment}" at ${url}`),
    `data in ${data}`,
    '',
    'Look at it (this link works once):',
    `  ${consoleUrl}`,
    '',
    'Let a Node service send its traffic:',
    `  export WEIR_URL=${sensor.url} WEIR_SENSOR_KEY=${sensor.key} WEIR_SERVICE=my-service`,
    '  node --import @weir/sensor-node app.js',
    '',
    ...opening(host),
    '',
    'Ctrl-C ends it; nothing that was taken is lost.',
  ]
  return `${lines.join('\n')}\n`
}

const loopback = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/

function opening(host: string): readonly string[] {
  if (!loopback.test(host)) {
    return [
      `Other machines reach it, because it listens on ${host}. Keys and traffic cross the network`,
      'unencrypted unless a TLS proxy stands in front.',
    ]
  }
  return [
    'Only this machine reaches it. To open it to others:',
    '  weir serve --host 0.0.0.0',
    'Every machine that reaches the port can then ask; without a key or a link it gets nothing. Keys and',
    'traffic cross the network unencrypted unless a TLS proxy stands in front.',
  ]
}
