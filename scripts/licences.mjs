// What package-lock.json brings: only licences on the list, no new install scripts, no registry named.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitWith, root } from './process.mjs'

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
])
const allowedForDevelopment = new Set([...allowed, 'MPL-2.0', 'OFL-1.1'])

/** Packages with an install script that work without it: everything is installed with --ignore-scripts. */
const worksWithoutItsScript = new Set([
  'node_modules/fsevents',
  'node_modules/esbuild',
  'node_modules/@grpc/proto-loader/node_modules/protobufjs',
])

function problemsOf([path, entry]) {
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`
  const problems = []
  const list = entry.dev === true ? allowedForDevelopment : allowed
  if (!licenceIsOn(list, entry.license)) {
    problems.push(`${name}: licence ${entry.license ?? 'not stated'} is not on the list`)
  }
  if (entry.hasInstallScript === true && !worksWithoutItsScript.has(path)) {
    problems.push(`${name}: has an install script`)
  }
  if (entry.resolved !== undefined && /^https?:/.test(entry.resolved)) {
    problems.push(`${name}: the lock names a registry host`)
  }
  return problems
}

/** SPDX `OR` offers a choice, `AND` asks for all; nothing more complicated is accepted. */
function licenceIsOn(list, licence = '') {
  const plain = licence.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' OR ')) return plain.split(' OR ').some((part) => list.has(part))
  return plain.split(' AND ').every((part) => list.has(part))
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const problems = Object.entries(lock.packages)
  .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
  .flatMap(problemsOf)
for (const problem of problems) console.error(problem)
if (problems.length > 0) {
  console.error('A dependency needs a reason in docs/decisions and a licence on the list.')
  exitWith(1)
}
