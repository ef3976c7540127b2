import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import { fastify } from 'fastify'
import { buildSchema } from 'graphql'
import { z } from 'zod'

// A process of its own: Apollo on Fastify that asks nobody, answering a mutation that does nothing and one page of SKUs.
const Page = z.object({ skus: z.record(z.string(), z.unknown()).nullable() })
process.send?.({ waiting: true })
const [message]: unknown[] = await once(process, 'message')
const { skus } = Page.parse(message)

const sdl = await readFile('schema/schema.graphql', 'utf8')
const schema = buildSchema(`${sdl}\nextend type Mutation { nothing(key: String!): Boolean! }`, { assumeValidSDL: true })
// The same options as the program's own server.
const apollo = new ApolloServer({
  schema,
  rootValue: { nothing: () => true, skus },
  persistedQueries: false,
  stopOnTerminationSignals: false,
  nodeEnv: 'production',
})
await apollo.start()
const app = fastify({ logger: false })
app.route({ method: ['GET', 'POST'], url: '/graphql', handler: fastifyApolloHandler(apollo) })
process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })
process.once('disconnect', () => process.exit())
