import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What /metrics shows. Labels name routes and states, never a merchant, a credential or a SKU. */
export interface Metrics {
  observeRequest(request: { readonly route: string; readonly status: number; readonly seconds: number }): void
  /** A figure that is read whenever somebody asks for the metrics. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  /** A figure that is told when it is known; until then the metric is not a number. */
  setGauge(name: string, help: string): (value: number) => void
  /** Times that are told as they are measured. */
  seconds(name: string, help: string): (seconds: number) => void
  text(): Promise<{ readonly type: string; readonly body: string }>
}

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'onepool_' })
  const requests = new Histogram({
    name: 'onepool_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [register],
  })
  return {
    observeRequest: ({ route, status, seconds }) => requests.observe({ route, status }, seconds),
    gauge(name, help, read) {
      const collect = async (): Promise<void> => gauge.set(await read())
      const gauge: Gauge = new Gauge({ name, help, registers: [register], collect })
    },
    setGauge(name, help) {
      const gauge = new Gauge({ name, help, registers: [register] })
      gauge.set(Number.NaN)
      return (value) => gauge.set(value)
    },
    seconds(name, help) {
      const times = new Histogram({ name, help, buckets: SECONDS, registers: [register] })
      return (seconds) => times.observe(seconds)
    },
    text: async () => ({ type: register.contentType, body: await register.metrics() }),
  }
}
