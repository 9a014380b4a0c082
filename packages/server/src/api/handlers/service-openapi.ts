import { openApiOf } from '@weir/engine'
import { openApiText } from '../../specs/openapi-text.ts'
import type { Handler } from '../handler.ts'
import { done, refused } from '../outcome.ts'

export const getServiceOpenapi: Handler<'getServiceOpenapi'> = ({ params, query }, sources) => {
  const { catalog, services } = sources.catalog()
  const name = params.service_name
  if (!services.has(name)) return refused('NOT_FOUND', 'There is no service of this name.')
  const { format } = query
  const document = openApiOf(catalog, name, { bounds: query.bounds === 'true' })
  return done({
    media_type: `application/${format}`,
    file: `${name}.openapi.${format}`,
    text: openApiText(document, format),
  })
}
